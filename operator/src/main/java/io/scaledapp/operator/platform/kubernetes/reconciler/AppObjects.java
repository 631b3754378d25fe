package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceUtils;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The objects around an app: applied when one differs from what it should be, and only then. */
public final class AppObjects {

  private final ServiceDependent service;
  private final EndpointSliceDependent slice;
  private final DisruptionBudgetDependent budget;
  private final CronJobs jobs;
  private final SliceSweep sweep;

  /**
   * Of the apps of one operator, for one leadership.
   *
   * @param mayWrite whether this operator leads
   * @param reconcile asks for a reconcile of the app with an id
   * @param clusterWide whether all namespaces are looked at, and nodes with them: replicas on a
   *     cordoned node are replaced before they go then. A budget that lets none be evicted would
   *     else block a drain for ever
   */
  public AppObjects(
      KubernetesClient client,
      AppPorts ports,
      Balancers balancers,
      boolean clusterWide,
      BooleanSupplier mayWrite,
      Consumer<String> reconcile) {
    var endpoints = new SliceEndpoints(balancers);
    this.service = new ServiceDependent(clusterWide);
    this.slice = new EndpointSliceDependent(ports, endpoints, clusterWide);
    this.budget = new DisruptionBudgetDependent(clusterWide);
    this.jobs = new CronJobs(client);
    this.sweep = new SliceSweep(client, slice::seen, endpoints, mayWrite, reconcile);
  }

  /** Other balancers than before are to be led to. Returns at once; any thread. */
  public void balancersChanged() {
    sweep.balancersChanged();
  }

  List<EventSource<?, ScaledApp>> eventSources(EventSourceContext<ScaledApp> context) {
    var sources =
        new ArrayList<EventSource<?, ScaledApp>>(
            EventSourceUtils.dependentEventSources(context, service, slice, budget));
    sources.add(jobs.eventSource(context));
    return sources;
  }

  /** Whether the Service of any app may still lead new connections to the balancer; any thread. */
  public boolean leadTo(BalancerPod balancer) {
    return slice.leadsTo(balancer.ip());
  }

  /** Makes the CronJobs of the app so; what the API server refuses of them, for a person. */
  Optional<String> applyJobs(ScaledApp app, Context<ScaledApp> context) {
    return jobs.apply(app, context.getSecondaryResources(CronJob.class));
  }

  /**
   * Makes them so, but for its CronJobs; false when the Service cannot be, since somebody else's
   * has its name.
   */
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
