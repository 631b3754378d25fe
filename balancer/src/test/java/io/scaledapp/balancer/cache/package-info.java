@NullMarked
package io.scaledapp.balancer.cache;

import org.jspecify.annotations.NullMarked;
