/** Spans by the OpenTelemetry SDK, which is loaded where tracing is configured and nowhere else. */
@NullMarked
package io.scaledapp.balancer.trace.otlp;

import org.jspecify.annotations.NullMarked;
