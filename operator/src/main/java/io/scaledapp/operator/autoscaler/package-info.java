/** How many replicas there should be: pure functions over the history of load. */
@NullMarked
package io.scaledapp.operator.autoscaler;

import org.jspecify.annotations.NullMarked;
