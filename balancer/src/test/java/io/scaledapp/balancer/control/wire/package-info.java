@NullMarked
package io.scaledapp.balancer.control.wire;

import org.jspecify.annotations.NullMarked;
