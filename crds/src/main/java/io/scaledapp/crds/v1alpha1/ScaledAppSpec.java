package io.scaledapp.crds.v1alpha1;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of an app: exactly one of {@code template} and {@code endpoints}, and how it is
 * scaled and reached.
 */
public record ScaledAppSpec(
    @Nullable PodTemplateSpec template,
    @Nullable List<FixedEndpoint> endpoints,
    @Nullable Integer port,
    @SpecReplicas @Nullable Integer replicas,
    @Nullable Scaling scaling,
    @Nullable Routing routing,
    @Nullable Local local) {}
