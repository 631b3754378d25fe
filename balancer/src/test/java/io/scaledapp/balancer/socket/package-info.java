@NullMarked
package io.scaledapp.balancer.socket;

import org.jspecify.annotations.NullMarked;
