package io.scaledapp.operator.app.model;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.canary.TrialPlan;
import io.scaledapp.operator.app.plan.DrainPolicy;
import io.scaledapp.operator.app.plan.RecyclePolicy;
import io.scaledapp.operator.autoscaler.ScalingPolicy;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of an app, with every default filled in.
 *
 * @param id {@code namespace/name}
 * @param source the ScaledApp it was made from
 * @param template what replicas are made from; null when fixed endpoints answer
 * @param scaling how many replicas
 * @param route how requests reach the app; its endpoints are the fixed ones
 * @param drains how long victims stay
 * @param recycle when a replica that is well is replaced; null for never
 * @param paused whether everything stays as it is, but for the routes to what there is
 */
public record AppModel(
    String id,
    ScaledApp source,
    @Nullable RevisionTemplate template,
    ScalingPolicy scaling,
    AppRoute route,
    DrainPolicy drains,
    @Nullable RecyclePolicy recycle,
    boolean paused) {

  /** An annotation: {@code "true"} has the operator leave the app's replicas as they are. */
  public static final String PAUSED_ANNOTATION = "scaledapp.io/paused";

  private static final String DEFAULT_NAMESPACE = "default";

  /**
   * Reads a ScaledApp that passed validation.
   *
   * @param defaultMaxReplicas when it names no {@code maxReplicas}
   * @throws IllegalArgumentException with the field, if it is invalid all the same
   */
  public static AppModel of(ScaledApp app, int defaultMaxReplicas) {
    var spec = app.getSpec();
    if (spec == null || answering(spec) != 1) {
      throw new IllegalArgumentException("spec: needs one of template, targetRef and endpoints");
    }
    StartupRules.check(spec);
    checkRollouts(app);
    var id = id(app);
    return new AppModel(
        id,
        app,
        RevisionTemplate.of(app),
        ScalingMapping.policy(spec, defaultMaxReplicas),
        RouteMapping.route(id, spec, port(app)),
        drains(spec),
        RecycleMapping.policy(spec),
        isPaused(app));
  }

  /**
   * They are read again by who runs them; what is wrong with them is known before anything runs.
   */
  private static void checkRollouts(ScaledApp app) {
    var unusedPlan = RolloutMapping.plan(app.getSpec());
    var unused = TimedJob.of(app);
    var unusedToo = PreRolloutJob.of(app);
  }

  private static DrainPolicy drains(ScaledAppSpec spec) {
    var routing = spec.routing() == null ? RouteMapping.NOTHING_SAID : spec.routing();
    return new DrainPolicy(
        Durations.parse(
            routing.drainTimeout(), "spec.routing.drainTimeout", RouteMapping.DRAIN_TIMEOUT),
        ScalingMapping.keepUntilIdle(spec));
  }

  /** How long a victim may finish what it has in flight. */
  public Duration drainTimeout() {
    return drains.timeout();
  }

  /** The same with another route. */
  public AppModel with(AppRoute route) {
    return new AppModel(id, source, template, scaling, route, drains, recycle, paused);
  }

  private static long answering(ScaledAppSpec spec) {
    return Stream.of(spec.template(), spec.targetRef(), spec.endpoints())
        .filter(Objects::nonNull)
        .count();
  }

  /** The id of an app in the default namespace, as all local ones are; an id stays what it is. */
  public static String id(String name) {
    return name.contains("/") ? name : DEFAULT_NAMESPACE + "/" + name;
  }

  public static String id(ScaledApp app) {
    var metadata = app.getMetadata();
    var namespace = metadata.getNamespace();
    return (namespace == null ? DEFAULT_NAMESPACE : namespace) + "/" + metadata.getName();
  }

  /**
   * The port that status keeps, so that it outlives every operator, or that is said of this
   * machine; 0 where there is none.
   */
  private static int port(ScaledApp app) {
    var status = app.getStatus();
    if (status != null && status.port() != null) {
      return status.port();
    }
    var local = app.getSpec().local();
    return local == null || local.port() == null ? 0 : local.port();
  }

  private static boolean isPaused(ScaledApp app) {
    var annotations = app.getMetadata().getAnnotations();
    return annotations != null && "true".equals(annotations.get(PAUSED_ANNOTATION));
  }

  public String namespace() {
    return id.substring(0, id.indexOf('/'));
  }

  /** The bare name. */
  public String name() {
    return source.getMetadata().getName();
  }

  /** Whether its replicas are those of a workload that somebody else made. */
  public boolean isAdopting() {
    return source.getSpec().targetRef() != null;
  }

  /** How a revision is tried before it takes the other's place; null if it is not. */
  public @Nullable TrialPlan trialPlan() {
    return RolloutMapping.plan(source.getSpec());
  }

  /** How many revisions are kept beside the one that serves; 0 to 100. */
  public int historyLimit() {
    return RolloutMapping.historyLimit(source.getSpec());
  }

  /** Where a replica answers: what is said of an adopted one wins over what itself says. */
  int portOf(Replica replica) {
    var port = source.getSpec().port();
    return isAdopting() && port != null ? port : replica.port();
  }

  /** Whether fixed endpoints answer, so that there is nothing to start, scale or stop. */
  public boolean hasFixedEndpoints() {
    return template == null;
  }
}
