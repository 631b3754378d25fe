package io.scaledapp.balancer.configuration;

import static java.util.Objects.requireNonNullElse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The whole file. What is left out has its default. */
record BalancerFields(
    @Meaning(
            "Where clients connect; each name and each port may be used once. Default: what"
                + " `--listen` says, in plain text.")
        List<ListenerFields> listeners,
    @Meaning("How much clients may ask for.") LimitFields limits,
    @Meaning("How long clients may take.") TimeoutFields timeouts,
    @Meaning(
            "Addresses and CIDRs of proxies in front, whose `X-Forwarded-*` and `Forwarded` are"
                + " believed. Default: none.")
        List<String> trustedProxies,
    @Meaning(
            "How connections to replicas are secured that a ScaledApp has secured, by a name each."
                + " Any app may name any of them. One is always there: `system`, with public"
                + " authorities and no certificate.")
        List<ReplicaTlsFields> replicaTls,
    @Meaning("Records requests as OpenTelemetry's spans. Default: none is.")
        @Nullable TracingFields tracing,
    @Meaning("Logs each request when it ended. Default: none is.")
        @Nullable AccessLogFields accessLog) {

  BalancerFields {
    listeners = List.copyOf(requireNonNullElse(listeners, List.of()));
    limits = requireNonNullElse(limits, LimitFields.DEFAULT);
    timeouts = requireNonNullElse(timeouts, TimeoutFields.DEFAULT);
    trustedProxies = List.copyOf(requireNonNullElse(trustedProxies, List.of()));
    replicaTls = List.copyOf(requireNonNullElse(replicaTls, List.of()));
  }
}
