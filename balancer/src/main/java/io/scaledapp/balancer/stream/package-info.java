/** What the balancer must know of an answer's bytes to end it between two of its parts. */
@NullMarked
package io.scaledapp.balancer.stream;

import org.jspecify.annotations.NullMarked;
