package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.model.TimedJob;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterInformers;
import io.scaledapp.operator.platform.kubernetes.template.Coverage;
import io.scaledapp.operator.platform.kubernetes.template.CronJobTemplate;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The CronJobs of an app, one for each of its scheduled jobs: made, brought back to what they are
 * to be, and removed when there is no such job any more. They go with the app, which owns them.
 */
final class CronJobs {

  private static final Set<Integer> REFUSALS = Set.of(400, 403, 413, 422);

  private final KubernetesClient client;

  CronJobs(KubernetesClient client) {
    this.client = client;
  }

  EventSource<?, ScaledApp> eventSource(EventSourceContext<ScaledApp> context) {
    var ours =
        InformerEventSourceConfiguration.from(CronJob.class, ScaledApp.class)
            .withName("cronjobs")
            .withLabelSelector(ClusterNames.OURS)
            .withSecondaryToPrimaryMapper(CronJobs::owner)
            // Each run changes the status, which nobody here looks at.
            .withOnUpdateFilter((now, before) -> !now.getSpec().equals(before.getSpec()))
            .withInformerListLimit(ClusterInformers.PAGE)
            .withNamespacesInheritedFromController()
            .build();
    return new InformerEventSource<>(ours, context);
  }

  private static Set<ResourceID> owner(CronJob job) {
    return ClusterNames.owner(job)
        .map(id -> id.split("/", -1))
        .map(parts -> Set.of(new ResourceID(parts[1], parts[0])))
        .orElse(Set.of());
  }

  /**
   * Makes them so.
   *
   * @param seen those that the app owns
   * @return what the API server refuses for good, for a person; empty if nothing
   */
  Optional<String> apply(ScaledApp app, Collection<CronJob> seen) {
    try {
      var wanted = wanted(app);
      var there =
          seen.stream()
              .filter(one -> one.getMetadata().getDeletionTimestamp() == null)
              .collect(Collectors.toMap(one -> one.getMetadata().getName(), one -> one));
      there.values().stream()
          .filter(one -> !wanted.containsKey(one.getMetadata().getName()))
          .forEach(one -> client.resource(one).delete());
      wanted.values().stream()
          .filter(one -> !isCovered(one, there.get(one.getMetadata().getName())))
          .forEach(this::apply);
      return Optional.empty();
    } catch (IllegalArgumentException invalid) {
      // Who runs the app reads the same and says so in its status.
      return Optional.empty();
    } catch (KubernetesClientException refused) {
      if (!REFUSALS.contains(refused.getCode()) || Terminating.isReasonOf(refused)) {
        throw refused;
      }
      return Optional.of("spec.jobs: the cluster refuses a CronJob: " + words(refused));
    }
  }

  private void apply(CronJob job) {
    client
        .resource(job)
        .fieldManager(ClusterNames.FIELD_MANAGER)
        .forceConflicts()
        .serverSideApply();
  }

  /** In the order of their names. */
  private static TreeMap<String, CronJob> wanted(ScaledApp app) {
    var wanted = new TreeMap<String, CronJob>();
    for (var job : TimedJob.of(app)) {
      var made = CronJobTemplate.of(app, job);
      wanted.put(made.getMetadata().getName(), made);
    }
    return wanted;
  }

  /** The digest tells of the pod template, which the cluster writes in its own way. */
  static boolean isCovered(CronJob wanted, @Nullable CronJob there) {
    return there != null
        && Coverage.ofMetadata(there.getMetadata(), wanted.getMetadata())
        && isCovered(wanted.getSpec(), there.getSpec());
  }

  private static boolean isCovered(CronJobSpec wanted, CronJobSpec there) {
    return Objects.equals(wanted.getSchedule(), there.getSchedule())
        && Objects.equals(wanted.getTimeZone(), there.getTimeZone())
        && Objects.equals(wanted.getConcurrencyPolicy(), there.getConcurrencyPolicy())
        && Objects.equals(wanted.getSuspend(), there.getSuspend());
  }

  private static String words(KubernetesClientException refused) {
    var status = refused.getStatus();
    return status == null || status.getMessage() == null
        ? String.valueOf(refused.getMessage())
        : status.getMessage();
  }
}
