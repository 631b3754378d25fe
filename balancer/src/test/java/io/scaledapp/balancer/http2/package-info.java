@NullMarked
package io.scaledapp.balancer.http2;

import org.jspecify.annotations.NullMarked;
