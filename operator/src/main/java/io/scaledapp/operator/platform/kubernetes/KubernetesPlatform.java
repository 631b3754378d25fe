package io.scaledapp.operator.platform.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.Counter;
import io.scaledapp.operator.app.Past;
import io.scaledapp.operator.app.Platform;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Revision;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterInformers;
import io.scaledapp.operator.platform.kubernetes.cluster.FabricWriter;
import io.scaledapp.operator.platform.kubernetes.replicaset.ReplicaSets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs replicas as pods of a cluster, one ReplicaSet a revision. A replica's id is {@code
 * namespace/pod}; one that is wanted and has no pod yet is shown as pending under an id of its own.
 * A pod whose containers are restarted in place stays the same replica.
 */
public final class KubernetesPlatform implements Platform {

  private static final Logger log = LoggerFactory.getLogger(KubernetesPlatform.class);

  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("replica-set-", 0).factory());
  private final ReplicaSets sets;
  private final ClusterInformers informers;
  private volatile Consumer<String> listener = app -> {};

  private KubernetesPlatform(KubernetesClient client, KubernetesOptions options) {
    this.sets =
        new ReplicaSets(
            new FabricWriter(client),
            options.clock(),
            options.mayWrite(),
            Counter.builder("scaledapp.pods.lost")
                .description("Pods that the cluster removed in place of the one that was to go")
                .register(options.meters()),
            threads,
            Thread::sleep,
            this::changed);
    this.informers =
        ClusterInformers.start(client, options.namespaces(), options.watchNodes(), sets);
    sets.adopt();
  }

  /**
   * Takes over what is on the cluster. Blocks until everything there has been seen, however long
   * the API server does not answer.
   *
   * @param client stays the caller's to close
   */
  public static KubernetesPlatform open(KubernetesClient client, KubernetesOptions options) {
    return new KubernetesPlatform(client, options);
  }

  /** Makes the ReplicaSet of the revision, without pods, if it is not there as it should be. */
  @Override
  public CompletionStage<Void> prepare(Revision revision) {
    try {
      return sets.prepare(revision);
    } catch (IllegalArgumentException notAPod) {
      return CompletableFuture.failedFuture(notAPod);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when no pod can be made of the template
   * @throws IllegalStateException when the revision is known by its number only, and its ReplicaSet
   *     was removed
   */
  @Override
  public void start(Revision revision) {
    sets.start(revision);
  }

  @Override
  public void stop(String replica) {
    sets.stop(replica);
  }

  @Override
  public List<Replica> replicas(String app) {
    return sets.replicas(app);
  }

  @Override
  public Past past(String app) {
    return sets.past(app);
  }

  @Override
  public void keepDrain(String replica, Past.Drain drain) {
    sets.keepDrain(replica, Optional.of(drain));
  }

  @Override
  public void forgetDrain(String replica) {
    sets.keepDrain(replica, Optional.empty());
  }

  @Override
  public void onChange(Consumer<String> listener) {
    this.listener = listener;
  }

  /** Lets go of the cluster; pods go on running there. */
  @Override
  public void close() {
    informers.close();
    threads.shutdownNow();
  }

  private void changed(String app) {
    try {
      listener.accept(app);
    } catch (RuntimeException e) {
      log.atError().addKeyValue("app", app).setCause(e).log("the listener of changes failed");
    }
  }
}
