/** What a proxy in front says of its client before the first byte of the client's own. */
@NullMarked
package io.scaledapp.balancer.proxyprotocol;

import org.jspecify.annotations.NullMarked;
