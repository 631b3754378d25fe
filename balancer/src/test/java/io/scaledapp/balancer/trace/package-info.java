@NullMarked
package io.scaledapp.balancer.trace;

import org.jspecify.annotations.NullMarked;
