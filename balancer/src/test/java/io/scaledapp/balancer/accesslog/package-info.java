@NullMarked
package io.scaledapp.balancer.accesslog;

import org.jspecify.annotations.NullMarked;
