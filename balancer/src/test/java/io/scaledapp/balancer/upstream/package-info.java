@NullMarked
package io.scaledapp.balancer.upstream;

import org.jspecify.annotations.NullMarked;
