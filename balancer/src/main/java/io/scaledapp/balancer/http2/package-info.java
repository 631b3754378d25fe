/** HTTP/2 in front (RFC 9113): each stream of a connection is the client of an exchange. */
@NullMarked
package io.scaledapp.balancer.http2;

import org.jspecify.annotations.NullMarked;
