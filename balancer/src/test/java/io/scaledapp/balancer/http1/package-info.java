@NullMarked
package io.scaledapp.balancer.http1;

import org.jspecify.annotations.NullMarked;
