/** Whether a balancer is who it says it is. */
@NullMarked
package io.scaledapp.operator.control.token;

import org.jspecify.annotations.NullMarked;
