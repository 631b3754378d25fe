/** What a replica is told about the client, and whom the balancer believes about it. */
@NullMarked
package io.scaledapp.balancer.forwarded;

import org.jspecify.annotations.NullMarked;
