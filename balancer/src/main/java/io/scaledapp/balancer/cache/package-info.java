/** A shared cache of apps' responses (RFC 9111): what is kept, for how long and for whom. */
@NullMarked
package io.scaledapp.balancer.cache;

import org.jspecify.annotations.NullMarked;
