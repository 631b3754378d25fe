@NullMarked
package io.scaledapp.balancer.eventloop;

import org.jspecify.annotations.NullMarked;
