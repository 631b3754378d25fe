/** How the messages travel between an operator and a balancer: frames of JSON with a length. */
@NullMarked
package io.scaledapp.balancer.control.wire;

import org.jspecify.annotations.NullMarked;
