/** An app's rules for requests, which are asked before a replica is sought. */
@NullMarked
package io.scaledapp.balancer.filter;

import org.jspecify.annotations.NullMarked;
