/** The balancer of a cluster as one program. */
@NullMarked
package io.scaledapp.balancer.serve;

import org.jspecify.annotations.NullMarked;
