/** The replicas' side: apps and their endpoints, slots, waiting requests, connections and load. */
@NullMarked
package io.scaledapp.balancer.upstream;

import org.jspecify.annotations.NullMarked;
