package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of an app: exactly one of {@code template}, {@code targetRef} and {@code
 * endpoints}, and how it is scaled and reached.
 *
 * <p>{@code replicas} has a number for "automatic" and that as its default, since the API server
 * answers {@code GET .../scale} with 500 while the field is absent, refuses negative ones, and 0
 * means none.
 */
@ValidationRule(
    value =
        "[has(self.template), has(self.targetRef), has(self.endpoints)].exists_one(given, given)",
    message = "exactly one of template, targetRef and endpoints must be given")
@ValidationRule(
    value =
        "has(self.targetRef) == has(oldSelf.targetRef)"
            + " && (!has(self.targetRef) || self.targetRef == oldSelf.targetRef)",
    message =
        "cannot be added, changed or removed; delete the ScaledApp, which gives its workload back,"
            + " and create it anew",
    fieldPath = ".targetRef")
@ValidationRule(
    value =
        "has(self.port) || !has(self.template)"
            + " || (has(self.template.spec.containers[0].ports)"
            + " && size(self.template.spec.containers[0].ports) > 0)",
    message = "is required, because the first container names no containerPort",
    fieldPath = ".port",
    reason = "FieldValueRequired")
@ValidationRule(
    value = "has(self.port) || !has(self.endpoints) || self.endpoints.all(e, has(e.port))",
    message = "is required, because not every endpoint has a port",
    fieldPath = ".port",
    reason = "FieldValueRequired")
@ValidationRule(
    value =
        "!has(self.endpoints) || !has(self.replicas) || self.replicas == "
            + ScaledAppSpec.AUTOMATIC_REPLICAS,
    message = "cannot be given with endpoints: fixed addresses are not scaled",
    fieldPath = ".replicas",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = "!has(self.endpoints) || !has(self.scaling)",
    message = "cannot be given with endpoints: fixed addresses are not scaled",
    fieldPath = ".scaling",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = "has(self.template) || !has(self.recycle)",
    message =
        "is for a template only: a targetRef's replicas are its owner's, and endpoints are not"
            + " started",
    fieldPath = ".recycle",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = "has(self.template) || !has(self.startup)",
    message = "is for a template only: a targetRef's pods are as their owner makes them",
    fieldPath = ".startup",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = "has(self.endpoints) || !has(self.routing) || !has(self.routing.healthCheck)",
    message = "is for endpoints only: of replicas the readiness probe tells which take requests",
    fieldPath = ".routing.healthCheck",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = "has(self.template) || !has(self.rollout)",
    message = "needs a template: nothing else is rolled out here",
    fieldPath = ".rollout",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = "has(self.template) || !has(self.jobs)",
    message = "needs a template: a job runs what the app is made from",
    fieldPath = ".jobs",
    reason = "FieldValueForbidden")
@ValidationRule(
    value =
        "has(self.port) || !has(self.routing) || !has(self.routing.protocol)"
            + " || self.routing.protocol != 'TCP'",
    message =
        "is required with protocol TCP: clients in the cluster connect to this port of the name",
    fieldPath = ".port",
    reason = "FieldValueRequired")
@JsonIgnoreProperties(ignoreUnknown = true)
public record ScaledAppSpec(
    @JsonPropertyDescription(
            "What a replica is: a pod template as in a Deployment. Locally, the first container's"
                + " command, args, env and probes are what runs.")
        @Nullable PodTemplateSpec template,
    @JsonPropertyDescription(
            "A workload that is there already, in place of a template: its pods answer the"
                + " requests, and its count is scaled. Only on a cluster.")
        @Nullable TargetRef targetRef,
    @JsonPropertyDescription(
            "Fixed addresses that answer the requests, in place of a template. They are balanced,"
                + " and not scaled.")
        @Size(min = 1, max = 100)
        @ValidationRule(
            value =
                "self.all(x, self.exists_one(y, x.address == y.address && has(x.port) == has(y.port)"
                    + " && (!has(x.port) || x.port == y.port)))",
            message = "an address and port may be named once")
        @Nullable List<FixedEndpoint> endpoints,
    @JsonPropertyDescription(
            "The port on which a replica listens. Default: the first containerPort of the first"
                + " container, also of a targetRef's pods. Locally each replica gets a port of its own in the variable PORT,"
                + " and this one is what probes and endpoints call it.")
        @Min(1)
        @Max(65535)
        @Nullable Integer port,
    @JsonPropertyDescription(
            "Fixes the number of replicas, at most 10000, also outside scaling's limits. The"
                + " default, 2147483647, stands for automatic, by scaling: kubectl scale"
                + " --replicas=2147483647 gives the count back to the autoscaler.")
        @SpecReplicas
        @Min(0)
        @Default("" + ScaledAppSpec.AUTOMATIC_REPLICAS)
        @ValidationRule(
            value =
                "self <= "
                    + ScaledAppSpec.MOST_REPLICAS
                    + " || self == "
                    + ScaledAppSpec.AUTOMATIC_REPLICAS,
            message =
                "must be at most "
                    + ScaledAppSpec.MOST_REPLICAS
                    + ", or "
                    + ScaledAppSpec.AUTOMATIC_REPLICAS
                    + " for automatic")
        @Nullable Integer replicas,
    @JsonPropertyDescription(
            "Stops the app: no replica runs and no request is held, whatever else is said, until"
                + " this is false again. Default: false.")
        @Nullable Boolean suspend,
    @JsonPropertyDescription("How many replicas there may be, and by what they are counted.")
        @Nullable Scaling scaling,
    @JsonPropertyDescription("How requests reach the app.") @Nullable Routing routing,
    @JsonPropertyDescription("How a revision takes the place of the one before.")
        @Nullable Rollout rollout,
    @JsonPropertyDescription(
            "Commands that run at times, once for the app however many replicas it has: each as the"
                + " template's first container with a command of its own.")
        @Size(max = 20)
        @ValidationRule(
            value = "self.all(x, self.exists_one(y, x.name == y.name))",
            message = "a name may be given once")
        @Nullable List<ScheduledJob> jobs,
    @JsonPropertyDescription("When a replica that is well is replaced all the same.")
        @Nullable Recycle recycle,
    @JsonPropertyDescription("What a replica has until it is ready for the first time.")
        @Nullable Startup startup,
    @JsonPropertyDescription("What holds only where the app runs as local processes.")
        @Nullable Local local) {

  /** The value of {@code replicas} that leaves the count to the autoscaler. */
  public static final int AUTOMATIC_REPLICAS = Integer.MAX_VALUE;

  /** The greatest count that {@code replicas} can fix. */
  public static final int MOST_REPLICAS = 10_000;

  public boolean suspended() {
    return Boolean.TRUE.equals(suspend);
  }

  /** The count that is fixed, 0 while the app is suspended; null while it is automatic. */
  public @Nullable Integer fixedReplicas() {
    if (suspended()) {
      return 0;
    }
    return replicas == null || replicas == AUTOMATIC_REPLICAS ? null : replicas;
  }
}
