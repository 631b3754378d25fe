package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceUtils;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import java.util.List;

/** The objects around an app: applied when one differs from what it should be, and only then. */
public final class AppObjects {

  private final ServiceDependent service;
  private final EndpointSliceDependent slice;
  private final DisruptionBudgetDependent budget;

  /**
   * Of the apps of one operator.
   *
   * @param drainsNodes whether nodes are seen, so that replicas on a cordoned one are replaced
   *     before they go; a budget that lets none be evicted would else block a drain for ever
   */
  public AppObjects(AppPorts ports, Balancers balancers, boolean drainsNodes) {
    this.service = new ServiceDependent();
    this.slice = new EndpointSliceDependent(ports, balancers);
    this.budget = new DisruptionBudgetDependent(drainsNodes);
  }

  List<EventSource<?, ScaledApp>> eventSources(EventSourceContext<ScaledApp> context) {
    return EventSourceUtils.dependentEventSources(context, service, slice, budget);
  }

  /** Whether the Service of any app may still lead new connections to the balancer; any thread. */
  public boolean leadTo(BalancerPod balancer) {
    return slice.leadsTo(balancer.ip());
  }

  /** Makes them so; false when the Service cannot be, since somebody else's has its name. */
  boolean apply(ScaledApp app, Context<ScaledApp> context) {
    var nameIsTaken = ForeignService.hasNameOf(app, context);
    if (nameIsTaken) {
      slice.delete(app, context);
    } else {
      service.reconcile(app, context);
      slice.reconcile(app, context);
    }
    if (app.getSpec().template() != null) {
      budget.reconcile(app, context);
    }
    return !nameIsTaken;
  }
}
