/** Which trace a request belongs to (W3C Trace Context), and what is told of it. */
@NullMarked
package io.scaledapp.balancer.trace;

import org.jspecify.annotations.NullMarked;
