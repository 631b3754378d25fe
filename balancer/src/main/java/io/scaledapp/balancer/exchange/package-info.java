/** The way of one request through the balancer: client connection, exchange, replica connection. */
@NullMarked
package io.scaledapp.balancer.exchange;

import org.jspecify.annotations.NullMarked;
