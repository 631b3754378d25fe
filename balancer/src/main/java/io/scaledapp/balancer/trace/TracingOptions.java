package io.scaledapp.balancer.trace;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What is recorded, and where it is sent.
 *
 * @param endpoint of an OpenTelemetry collector that takes OTLP over HTTP, without {@code
 *     /v1/traces}
 * @param sampleRatio of the traces that begin here, how many are recorded: 0 to 1
 * @param clientSampledPerSecond how many requests of clients that are no trusted proxies are
 *     recorded since their sender says so, from 0
 * @param headers a file with fields for each export request, one a line; they may hold secrets
 * @param authorities a PEM file of the authorities that may have signed the collector's
 *     certificate; those of the machine if there is none
 * @param resource attributes of the balancer itself
 */
public record TracingOptions(
    URI endpoint,
    double sampleRatio,
    int clientSampledPerSecond,
    Optional<Path> headers,
    Optional<Path> authorities,
    Map<String, String> resource) {
  public static final double SAMPLE_RATIO = 0.01;
  public static final int CLIENT_SAMPLED_PER_SECOND = 10;

  /** How long what ended is sent for when a balancer ends or records elsewhere. */
  public static final Duration LAST_EXPORT = Duration.ofSeconds(5);

  public TracingOptions {
    resource = Map.copyOf(resource);
    if (!(sampleRatio >= 0 && sampleRatio <= 1) || clientSampledPerSecond < 0) {
      throw new IllegalArgumentException(
          "sampleRatio must be 0 to 1, and clientSampledPerSecond at least 0");
    }
  }

  /** The defaults for a collector at {@code endpoint}. */
  public static TracingOptions to(URI endpoint) {
    return new TracingOptions(
        endpoint,
        SAMPLE_RATIO,
        CLIENT_SAMPLED_PER_SECOND,
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  public TracingOptions withSampling(double ratio, int clientSampledPerSecond) {
    return new TracingOptions(
        endpoint, ratio, clientSampledPerSecond, headers, authorities, resource);
  }
}
