package io.scaledapp.operator.serve;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.engine.AppLifecycle;
import io.scaledapp.operator.leader.Leadership;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterInformers;
import io.scaledapp.operator.platform.kubernetes.cluster.PrunedStore;
import io.scaledapp.operator.platform.kubernetes.cluster.Pruning;
import io.scaledapp.operator.platform.kubernetes.reconciler.AppObjects;
import io.scaledapp.operator.platform.kubernetes.reconciler.AppPorts;
import io.scaledapp.operator.platform.kubernetes.reconciler.BalancerPod;
import io.scaledapp.operator.platform.kubernetes.reconciler.HandedOver;
import io.scaledapp.operator.platform.kubernetes.reconciler.ScaledAppReconciler;
import io.scaledapp.operator.platform.kubernetes.reconciler.ScaledApps;
import io.scaledapp.operator.platform.kubernetes.reconciler.SharingCloner;
import io.scaledapp.operator.platform.kubernetes.reconciler.Wakes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What only the leader does: run the apps, and reconcile ScaledApps. */
final class Leader implements Leadership.Listener {

  /**
   * Reconciles mostly wait for the API server; but a burst of statuses must leave it free for the
   * counts of replicas.
   */
  private static final int RECONCILES_AT_ONCE = 8;

  private final KubernetesClient client;
  private final Set<String> namespaces;
  private final Consumer<List<ScaledApp>> expected;
  private final AppLifecycle lifecycle;
  private final AppPorts ports;
  private final Supplier<AppObjects> newObjects;
  private final HandedOver apps;
  private final Wakes wakes;
  private final InstantSource clock;
  private final Runnable withhold;
  private volatile boolean leads;
  private volatile @Nullable AppObjects objects;
  private @Nullable Operator operator;

  /**
   * One that does not lead yet.
   *
   * @param expected looks up what apps that are about to be run stand on
   * @param newObjects makes what keeps the objects around apps, for one leadership
   * @param withhold has no routing table sent any more
   */
  Leader(
      KubernetesClient client,
      Set<String> namespaces,
      Consumer<List<ScaledApp>> expected,
      AppLifecycle lifecycle,
      AppPorts ports,
      Supplier<AppObjects> newObjects,
      HandedOver apps,
      Wakes wakes,
      InstantSource clock,
      Runnable withhold) {
    this.client = client;
    this.namespaces = namespaces;
    this.expected = expected;
    this.lifecycle = lifecycle;
    this.ports = ports;
    this.newObjects = newObjects;
    this.apps = apps;
    this.wakes = wakes;
    this.clock = clock;
    this.withhold = withhold;
  }

  /** Whether this operator acts; any thread. */
  boolean leads() {
    return leads;
  }

  @Override
  public void lead(long term) {
    leads = true;
    var all = ScaledApps.list(client, namespaces);
    ports.restore(all);
    expected.accept(all);
    apps.restart(all);
    lifecycle
        .lead(term, all.stream().map(HandedOver::source).toList())
        .toCompletableFuture()
        .join();
    operator = reconciling();
    operator.start();
  }

  @Override
  public void follow() {
    leads = false;
    withhold.run();
    try {
      lifecycle.follow().toCompletableFuture().join();
    } catch (CompletionException closed) {
      // It has ended already, with the program.
    }
    objects = null;
    var running = operator;
    operator = null;
    if (running != null) {
      running.stop();
    }
  }

  /** Has the Services of all apps lead to the balancers that there are now. */
  void balancersChanged() {
    var kept = objects;
    if (leads && kept != null) {
      kept.balancersChanged();
    }
  }

  /** Whether the Service of any app may still lead to the balancer; true when it is not known. */
  boolean leadsTo(BalancerPod balancer) {
    var kept = objects;
    return !leads || kept == null || kept.leadTo(balancer);
  }

  /** The reconcilers, not started. */
  private Operator reconciling() {
    var made =
        new Operator(
            settings ->
                settings
                    .withKubernetesClient(client)
                    .withCloseClientOnStop(false)
                    .withResourceCloner(new SharingCloner(client.getKubernetesSerialization()))
                    .checkingCRDAndValidateLocalModel(false)
                    .withUseSSAToPatchPrimaryResource(true)
                    .withPreviousAnnotationForDependentResources(false)
                    .withStopOnInformerErrorDuringStartup(false)
                    .withReconciliationTerminationTimeout(Duration.ofSeconds(5))
                    .withConcurrentReconciliationThreads(RECONCILES_AT_ONCE));
    var kept = newObjects.get();
    objects = kept;
    made.register(
        new ScaledAppReconciler(apps, ports, kept, wakes, clock),
        controller -> {
          controller.withInformerListLimit(ClusterInformers.PAGE);
          if (namespaces.isEmpty()) {
            controller.withItemStore(new PrunedStore<>(Pruning::scaledApp));
          } else {
            controller.settingNamespaces(namespaces);
          }
        });
    return made;
  }
}
