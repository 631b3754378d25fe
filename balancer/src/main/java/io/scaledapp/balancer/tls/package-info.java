/** TLS in front: certificates by server name, handshakes, and what is told of clients' own. */
@NullMarked
package io.scaledapp.balancer.tls;

import org.jspecify.annotations.NullMarked;
