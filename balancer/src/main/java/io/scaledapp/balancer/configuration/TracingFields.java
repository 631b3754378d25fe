package io.scaledapp.balancer.configuration;

import static java.util.Objects.requireNonNullElse;

import io.scaledapp.balancer.trace.TracingOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which requests are recorded, and where that is sent. */
record TracingFields(
    @Required
        @Meaning(
            "A collector that takes OTLP over HTTP, such as `http://collector:4318`; spans go to"
                + " `/v1/traces` there.")
        @Nullable String endpoint,
    @Meaning(
            "Of the requests without a valid `traceparent`, the share that is recorded. A request"
                + " with one is recorded if its sender says so.")
        @Range(min = 0, max = 1)
        Double sampleRatio,
    @Meaning(
            "Requests a second at most that are recorded since a client says so that is none of"
                + " the trusted proxies; beyond that they go on as not recorded.")
        @Range(min = 0, max = 100_000)
        Integer clientSampledPerSecond,
    @Meaning(
            "A file with header fields for the collector, `Name: value` a line, such as a mounted"
                + " Secret; read each time that spans are sent.")
        @Nullable String headersFile,
    @Meaning(
            "PEM file of the authorities that may have signed the collector's certificate. Default:"
                + " those of the machine.")
        @Nullable String authorities,
    @Meaning("Attributes of the balancer itself, such as `deployment.environment.name: test`.")
        Map<String, String> resource) {

  TracingFields {
    sampleRatio = requireNonNullElse(sampleRatio, TracingOptions.SAMPLE_RATIO);
    clientSampledPerSecond =
        requireNonNullElse(clientSampledPerSecond, TracingOptions.CLIENT_SAMPLED_PER_SECOND);
    resource = Map.copyOf(requireNonNullElse(resource, Map.of()));
  }
}
