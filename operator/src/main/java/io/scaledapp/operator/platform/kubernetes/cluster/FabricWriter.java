package io.scaledapp.operator.platform.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.scaledapp.operator.platform.kubernetes.target.Target;
import io.scaledapp.operator.platform.kubernetes.target.TargetKey;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the calls with fabric8's client. */
public final class FabricWriter implements ClusterWriter, JobWriter, TargetWriter {

  private final KubernetesClient client;

  /** The client stays the caller's to close. */
  public FabricWriter(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public Optional<ReplicaSet> get(RevisionKey key) {
    return call(() -> Optional.ofNullable(set(key.namespace(), key.replicaSet()).get()));
  }

  @Override
  public ReplicaSet apply(ReplicaSet intent) {
    return pruned(
        () ->
            client
                .resource(intent)
                .fieldManager(Labels.MANAGER)
                .forceConflicts()
                .serverSideApply());
  }

  @Override
  public ReplicaSet setReplicas(ReplicaSet seen, int replicas) {
    var spec = Map.of("spec", Map.of("replicas", replicas));
    var sent = MergePatch.send(client, seen, spec);
    return pruned(() -> answer(sent, ReplicaSet.class));
  }

  /** Waits for the answer, and reads the object that it holds. */
  private <T> T answer(CompletableFuture<HttpResponse<byte[]>> sent, Class<T> type) {
    var response = await(sent);
    var content = new String(response.body(), StandardCharsets.UTF_8);
    if (HttpResponse.isSuccessful(response.code())) {
      return client.getKubernetesSerialization().unmarshal(content, type);
    }
    throw new KubernetesClientException(content, response.code(), status(content));
  }

  /** A proxy before the API server may answer in other words. */
  private @Nullable Status status(String content) {
    try {
      return client.getKubernetesSerialization().unmarshal(content, Status.class);
    } catch (KubernetesClientException | IllegalArgumentException foreign) {
      return null;
    }
  }

  private static <T> T await(CompletableFuture<T> sent) {
    try {
      return sent.join();
    } catch (CompletionException failure) {
      var cause = failure.getCause();
      throw new KubernetesClientException(String.valueOf(cause), cause);
    }
  }

  @Override
  public void remove(ReplicaSet seen) {
    call(() -> client.resource(seen).lockResourceVersion().delete());
  }

  @Override
  public void create(Job job) {
    call(() -> client.resource(job).create());
  }

  @Override
  public void remove(Job job) {
    unlessGone(
        () -> client.resource(job).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete());
  }

  @Override
  public void annotate(String namespace, String pod, Map<String, @Nullable String> annotations) {
    var sent = MergePatch.annotate(client, Pod.class, namespace, pod, annotations);
    unlessGone(() -> answer(sent, Pod.class));
  }

  @Override
  public void requestCpu(String namespace, String pod, String container, String cpu) {
    var change = Resizing.cpuRequest(container, cpu);
    var sent = MergePatch.pod(client, namespace, pod, Resizing.SUBRESOURCE, change);
    unlessGone(() -> answer(sent, Pod.class));
  }

  @Override
  public void delete(String namespace, String pod) {
    unlessGone(() -> pod(namespace, pod).delete());
  }

  @Override
  public Optional<Target> get(TargetKey key) {
    return call(() -> Optional.ofNullable(workload(key).get()).map(Target::of));
  }

  @Override
  public Target scale(Target seen, int replicas) {
    var key = seen.key();
    var scale =
        new ScaleBuilder()
            .withNewMetadata()
            .withNamespace(key.namespace())
            .withName(key.name())
            .withUid(seen.uid())
            .withResourceVersion(seen.version())
            .endMetadata()
            .withNewSpec()
            .withReplicas(replicas)
            .endSpec()
            .build();
    return seen.scaled(call(() -> workload(key).scale(scale)));
  }

  private RollableScalableResource<? extends HasMetadata> workload(TargetKey key) {
    var apps = client.apps();
    return switch (key.kind()) {
      case DEPLOYMENT -> apps.deployments().inNamespace(key.namespace()).withName(key.name());
      case STATEFUL_SET -> apps.statefulSets().inNamespace(key.namespace()).withName(key.name());
      case REPLICA_SET -> set(key.namespace(), key.name());
    };
  }

  /** The answer is kept, as what the watch tells is. */
  private ReplicaSet pruned(Supplier<ReplicaSet> call) {
    var answer = call(call);
    Pruning.replicaSet(answer);
    return answer;
  }

  private RollableScalableResource<ReplicaSet> set(String namespace, String name) {
    return client.apps().replicaSets().inNamespace(namespace).withName(name);
  }

  private PodResource pod(String namespace, String name) {
    return client.pods().inNamespace(namespace).withName(name);
  }

  private void unlessGone(Supplier<?> call) {
    try {
      call(call);
    } catch (StaleException gone) {
      // Then there is nothing left to do.
    }
  }

  private <T> T call(Supplier<T> call) {
    try {
      return call.get();
    } catch (KubernetesClientException failure) {
      throw translated(failure);
    }
  }

  /**
   * What the caller is told: that it looked too long ago, that it asks in vain, or to try again.
   */
  static RuntimeException translated(KubernetesClientException failure) {
    if (isCrdTooNew(failure)) {
      return failure;
    }
    return switch (failure.getCode()) {
      case 404, 409 -> new StaleException(words(failure), failure);
      case 400, 403, 405, 413, 415, 422 -> new RefusedException(words(failure), failure);
      default -> failure;
    };
  }

  /**
   * The admission plugin OwnerReferencesPermissionEnforcement, which OpenShift has on, looks for
   * new kinds every 30 s, and till then refuses what a ScaledApp owns.
   */
  private static boolean isCrdTooNew(KubernetesClientException failure) {
    return failure.getCode() == HttpURLConnection.HTTP_FORBIDDEN
        && words(failure).contains("no matches for kind");
  }

  private static String words(KubernetesClientException failure) {
    var status = failure.getStatus();
    return status == null || status.getMessage() == null
        ? String.valueOf(failure.getMessage())
        : status.getMessage();
  }
}
