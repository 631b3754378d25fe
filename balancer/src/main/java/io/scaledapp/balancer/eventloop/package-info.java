/** Means that each event loop has to itself: deadlines, batched flushes, objects for reuse. */
@NullMarked
package io.scaledapp.balancer.eventloop;

import org.jspecify.annotations.NullMarked;
