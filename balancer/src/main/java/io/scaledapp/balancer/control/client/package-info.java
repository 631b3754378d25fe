/** The balancer's end of the control stream: a connection to each operator there is. */
@NullMarked
package io.scaledapp.balancer.control.client;

import org.jspecify.annotations.NullMarked;
