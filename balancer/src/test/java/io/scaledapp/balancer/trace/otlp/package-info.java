@NullMarked
package io.scaledapp.balancer.trace.otlp;

import org.jspecify.annotations.NullMarked;
