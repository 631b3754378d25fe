/** What the operator and a balancer tell each other: the routing table in, the load report out. */
@NullMarked
package io.scaledapp.balancer.control;

import org.jspecify.annotations.NullMarked;
