package io.scaledapp.crds.v1alpha1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How requests reach the app. */
public record Routing(
    @Nullable List<String> hosts,
    @Nullable List<String> pathPrefixes,
    @Nullable LoadBalancing loadBalancing,
    @Nullable Integer maxConcurrencyPerReplica,
    @Nullable Queue queue,
    @Nullable Timeouts timeouts,
    @Nullable String drainTimeout) {}
