/** How a leader shares the slots of replicas with a limit among the balancers. */
@NullMarked
package io.scaledapp.operator.control.slot;

import org.jspecify.annotations.NullMarked;
