/** What the balancer must know of an upgraded connection's bytes. */
@NullMarked
package io.scaledapp.balancer.tunnel;

import org.jspecify.annotations.NullMarked;
