/** Sockets that are listened on, and the store that keeps them while no balancer runs. */
@NullMarked
package io.scaledapp.balancer.socket;

import org.jspecify.annotations.NullMarked;
