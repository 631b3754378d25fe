/** Bounds on what the process takes of its memory. */
@NullMarked
package io.scaledapp.balancer.memory;

import org.jspecify.annotations.NullMarked;
