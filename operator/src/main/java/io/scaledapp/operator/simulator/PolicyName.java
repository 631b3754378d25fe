package io.scaledapp.operator.simulator;

/** The policies that can be compared. */
public enum PolicyName {
  SCALEDAPP("scaledapp"),
  KPA("kpa"),
  HPA("hpa"),
  KEDA_HTTP("keda-http"),
  ORACLE("oracle");

  private final String words;

  PolicyName(String words) {
    this.words = words;
  }

  /** As users write it. */
  @Override
  public String toString() {
    return words;
  }

  /** This policy at its beginning. */
  public Policy begin(SimulatedApp app, Trace trace) {
    var world = app.world();
    var first = world.firstReplicas();
    return switch (this) {
      case SCALEDAPP -> new ScaledAppPolicy(app.scaling(), app.drainTimeout(), first);
      case KPA -> new KnativePodAutoscaler(world.capacity(), first);
      case HPA -> new HorizontalPodAutoscaler(world.capacity(), first);
      case KEDA_HTTP -> new KedaHttpAddOn(world.capacity(), world.minReplicas() == 0, first);
      case ORACLE -> new Oracle(world, trace);
    };
  }
}
