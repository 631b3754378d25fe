package io.scaledapp.balancer.trace.otlp;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.scaledapp.balancer.metrics.RequestRecorder;
import io.scaledapp.balancer.trace.ReceivedRequest;
import io.scaledapp.balancer.trace.Sampling;
import io.scaledapp.balancer.trace.ServerSpan;
import io.scaledapp.balancer.trace.Tracer;
import io.scaledapp.balancer.trace.TracingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Records requests as spans of the OpenTelemetry SDK, and sends these to a collector over OTLP. */
public final class OtlpTracer implements Tracer {

  /** Longer texts, such as paths and user agents, are cut. */
  private static final int MAX_TEXT = 1024;

  private static final Duration EXPORT_TIMEOUT = Duration.ofSeconds(10);
  private static final String SERVICE = "scaledapp-balancer";

  /** It says by itself what this package says, on its own terms. Kept, since loggers are not. */
  private static final Logger SDK_LOG = Logger.getLogger("io.opentelemetry");

  private final SdkTracerProvider provider;
  private final BoundedSpans spans;
  private final io.opentelemetry.api.trace.Tracer tracer;
  private final Sampling sampling;

  private OtlpTracer(SdkTracerProvider provider, BoundedSpans spans, Sampling sampling) {
    this.provider = provider;
    this.spans = spans;
    this.sampling = sampling;
    tracer = provider.get("io.scaledapp.balancer");
  }

  /**
   * Begins to record.
   *
   * @param instance tells this balancer from others
   * @param nanoTime monotonic nanoseconds; any thread
   * @param recorder told how many spans are sent and lost, on any thread
   * @throws IOException if a file that the options name cannot be used, with the reason
   */
  public static OtlpTracer start(
      TracingOptions options, String instance, LongSupplier nanoTime, RequestRecorder recorder)
      throws IOException {
    SDK_LOG.setLevel(Level.OFF);
    var spans = BoundedSpans.exporting(exporter(options, nanoTime), nanoTime, recorder);
    var provider =
        SdkTracerProvider.builder()
            .setResource(resource(options, instance))
            .setSampler(Sampler.alwaysOn())
            .setSpanLimits(SpanLimits.builder().setMaxAttributeValueLength(MAX_TEXT).build())
            .addSpanProcessor(spans)
            .build();
    var sampling = new Sampling(options.sampleRatio(), options.clientSampledPerSecond(), nanoTime);
    return new OtlpTracer(provider, spans, sampling);
  }

  private static OtlpHttpSpanExporter exporter(TracingOptions options, LongSupplier nanoTime)
      throws IOException {
    var exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(url(options.endpoint().toString()))
            .setTimeout(EXPORT_TIMEOUT);
    if (options.headers().isPresent()) {
      exporter.setHeaders(HeadersFile.open(options.headers().get(), nanoTime));
    }
    if (options.authorities().isPresent()) {
      var file = options.authorities().get();
      try {
        exporter.setTrustedCertificates(Files.readAllBytes(file));
      } catch (IllegalArgumentException e) {
        throw new IOException(file + ": holds no certificate in PEM", e);
      }
    }
    return exporter.build();
  }

  /** As with {@code OTEL_EXPORTER_OTLP_ENDPOINT}, but for those who name the whole. */
  private static String url(String endpoint) {
    if (endpoint.endsWith("/v1/traces")) {
      return endpoint;
    }
    return endpoint + (endpoint.endsWith("/") ? "v1/traces" : "/v1/traces");
  }

  private static Resource resource(TracingOptions options, String instance) {
    var version = OtlpTracer.class.getPackage().getImplementationVersion();
    var own = Attributes.builder();
    own.put("service.name", SERVICE);
    own.put("service.instance.id", instance);
    own.put("service.version", Objects.requireNonNullElse(version, "unknown"));
    options.resource().forEach(own::put);
    return Resource.getDefault().merge(Resource.create(own.build()));
  }

  @Override
  public Sampling sampling() {
    return sampling;
  }

  @Override
  public ServerSpan start(ReceivedRequest request) {
    return RequestSpan.start(tracer, request);
  }

  @Override
  public void close(Duration patience) {
    CompletableResultCode closed = provider.shutdown();
    var unused = closed.join(patience.toNanos(), TimeUnit.NANOSECONDS);
    spans.giveUp();
  }
}
