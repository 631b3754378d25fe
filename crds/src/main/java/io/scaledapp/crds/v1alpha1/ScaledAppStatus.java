package io.scaledapp.crds.v1alpha1;

import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is. */
public record ScaledAppStatus(
    @Nullable Long observedGeneration,
    @StatusReplicas @Nullable Integer replicas,
    @Nullable Integer readyReplicas,
    @Nullable Integer desiredReplicas,
    @LabelSelector @Nullable String selector,
    @Nullable String url,
    @Nullable Load load,
    @Nullable ScaleDecision lastDecision,
    @Nullable List<io.fabric8.kubernetes.api.model.Condition> conditions) {}
