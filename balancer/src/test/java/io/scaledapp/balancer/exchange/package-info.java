@NullMarked
package io.scaledapp.balancer.exchange;

import org.jspecify.annotations.NullMarked;
