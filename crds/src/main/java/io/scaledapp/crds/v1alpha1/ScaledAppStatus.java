package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ScaledAppStatus(
    @JsonPropertyDescription("The metadata.generation that this status answers.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Replicas that exist, draining ones included.") @StatusReplicas
        @Nullable Integer replicas,
    @JsonPropertyDescription("Replicas that pass their readiness probe.")
        @Nullable Integer readyReplicas,
    @JsonPropertyDescription("Replicas that there should be.") @Nullable Integer desiredReplicas,
    @JsonPropertyDescription("Label selector of the replicas' pods, for the scale subresource.")
        @LabelSelector
        @Nullable String selector,
    @JsonPropertyDescription("Where the app answers.") @Nullable String url,
    @JsonPropertyDescription(
            "The port of the balancers that answers the app's own name in the cluster.")
        @Nullable Integer port,
    @JsonPropertyDescription("The load on the app, over all balancers.") @Nullable Load load,
    @JsonPropertyDescription("The last change of desiredReplicas, and why.")
        @Nullable ScaleDecision lastDecision,
    @JsonPropertyDescription("How a Canary or BlueGreen stands, until it is done.")
        @Nullable RolloutStatus rollout,
    @JsonPropertyDescription(
            "Ready, Progressing, Degraded, ScalingActive, ScalingLimited: each with its reason.")
        @Nullable List<Condition> conditions) {

  /** Without a revision on trial. */
  public ScaledAppStatus(
      @Nullable Long observedGeneration,
      @Nullable Integer replicas,
      @Nullable Integer readyReplicas,
      @Nullable Integer desiredReplicas,
      @Nullable String selector,
      @Nullable String url,
      @Nullable Integer port,
      @Nullable Load load,
      @Nullable ScaleDecision lastDecision,
      @Nullable List<Condition> conditions) {
    this(
        observedGeneration,
        replicas,
        readyReplicas,
        desiredReplicas,
        selector,
        url,
        port,
        load,
        lastDecision,
        null,
        conditions);
  }

  /** Nothing is known yet. */
  public static final ScaledAppStatus NONE =
      new ScaledAppStatus(null, null, null, null, null, null, null, null, null, null);

  public ScaledAppStatus withSelector(@Nullable String selector) {
    return with(selector, port, load, conditions);
  }

  public ScaledAppStatus withPort(@Nullable Integer port) {
    return with(selector, port, load, conditions);
  }

  public ScaledAppStatus withLoad(@Nullable Load load) {
    return with(selector, port, load, conditions);
  }

  public ScaledAppStatus withConditions(@Nullable List<Condition> conditions) {
    return with(selector, port, load, conditions);
  }

  private ScaledAppStatus with(
      @Nullable String selector,
      @Nullable Integer port,
      @Nullable Load load,
      @Nullable List<Condition> conditions) {
    return new ScaledAppStatus(
        observedGeneration,
        replicas,
        readyReplicas,
        desiredReplicas,
        selector,
        url,
        port,
        load,
        lastDecision,
        rollout,
        conditions);
  }
}
