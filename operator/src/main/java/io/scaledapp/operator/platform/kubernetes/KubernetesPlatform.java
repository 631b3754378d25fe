package io.scaledapp.operator.platform.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.Counter;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.MemoryUse;
import io.scaledapp.operator.app.Past;
import io.scaledapp.operator.app.Platform;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Revision;
import io.scaledapp.operator.app.Sight;
import io.scaledapp.operator.app.model.AppModel;
import io.scaledapp.operator.app.model.PreRolloutJob;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterInformers;
import io.scaledapp.operator.platform.kubernetes.cluster.FabricWriter;
import io.scaledapp.operator.platform.kubernetes.cluster.Resizing;
import io.scaledapp.operator.platform.kubernetes.cluster.TargetInformers;
import io.scaledapp.operator.platform.kubernetes.job.PreRolloutJobs;
import io.scaledapp.operator.platform.kubernetes.memory.PodMemory;
import io.scaledapp.operator.platform.kubernetes.replicaset.AdoptedWorkloads;
import io.scaledapp.operator.platform.kubernetes.replicaset.ReplicaSets;
import io.scaledapp.operator.platform.kubernetes.replicaset.Workloads;
import io.scaledapp.operator.platform.kubernetes.target.TargetKey;
import io.scaledapp.operator.platform.kubernetes.template.JobTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs replicas as pods of a cluster: those of one ReplicaSet a revision, or of a workload that the
 * app adopts. A replica's id is {@code namespace/pod}; one that is wanted and has no pod yet is
 * shown as pending under an id of its own. A pod whose containers are restarted in place stays the
 * same replica.
 */
public final class KubernetesPlatform implements Platform {

  private static final Logger log = LoggerFactory.getLogger(KubernetesPlatform.class);

  private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);

  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("replica-set-", 0).factory());
  private final ReplicaSets sets;
  private final AdoptedWorkloads adopted;
  private final PreRolloutJobs jobs;
  private final ClusterInformers informers;
  private final TargetInformers targets;
  private final PodMemory memory;
  private final boolean resizes;
  private volatile Consumer<String> listener = app -> {};

  private KubernetesPlatform(KubernetesClient client, KubernetesOptions options) {
    var calls = new FabricWriter(client);
    this.resizes = Resizing.isPossible(client);
    var lost =
        Counter.builder("scaledapp.pods.lost")
            .description("Pods that the cluster removed in place of the one that was to go")
            .register(options.meters());
    this.sets =
        new ReplicaSets(
            calls,
            options.clock(),
            resizes,
            options.mayWrite(),
            lost,
            threads,
            Thread::sleep,
            this::changed);
    this.targets = new TargetInformers(client);
    this.adopted =
        new AdoptedWorkloads(
            targets,
            calls,
            calls,
            options.clock(),
            options.mayWrite(),
            lost,
            threads,
            Thread::sleep,
            this::changed);
    targets.tell(adopted);
    this.jobs = new PreRolloutJobs(calls, options.mayWrite(), threads);
    this.informers =
        ClusterInformers.start(client, options.namespaces(), options.watchNodes(), sets, jobs);
    sets.adopt();
    this.memory = new PodMemory(client, options.clock());
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

  /**
   * Looks up what apps adopt. Blocks until all that is there has been seen, so that who leads from
   * here on finds it; for 10 s at most, since other apps must not wait for a right that is missing.
   */
  public void expect(List<ScaledApp> apps) {
    var known =
        apps.stream()
            .filter(app -> app.getSpec() != null && app.getSpec().targetRef() != null)
            .map(app -> targets.watch(AppModel.id(app), TargetKey.of(app)));
    var all = CompletableFuture.allOf(known.toArray(CompletableFuture[]::new));
    try {
      all.get(LONGEST_LOOK.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException failure) {
      log.atWarn().setCause(failure).log("not all that apps adopt can be seen");
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Makes the ReplicaSet of the revision, without pods, if it is not there as it should be; before
   * that, its pre-rollout job has run. So one that is there says that the job has, to every leader.
   */
  @Override
  public CompletionStage<Void> prepare(Revision revision) {
    try {
      var job = PreRolloutJob.of(revision.source());
      return job.isEmpty() || isMade(revision)
          ? of(revision.app()).prepare(revision)
          : prepareAfter(jobs.run(JobTemplate.of(revision, job.get())), revision);
    } catch (IllegalArgumentException notAPod) {
      return CompletableFuture.failedFuture(notAPod);
    }
  }

  private CompletableFuture<Void> prepareAfter(CompletableFuture<Void> job, Revision revision) {
    var prepared = job.thenCompose(done -> of(revision.app()).prepare(revision));
    var unused =
        prepared.whenComplete(
            (done, failure) -> {
              if (prepared.isCancelled()) {
                job.cancel(false);
              }
            });
    return prepared;
  }

  private boolean isMade(Revision revision) {
    return revision.digest().equals(sets.past(revision.app()).revisions().get(revision.number()));
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
    of(revision.app()).start(revision);
  }

  @Override
  public void stop(String replica) {
    having(replica).stop(replica);
  }

  @Override
  public List<Replica> replicas(String app) {
    return see(app).replicas();
  }

  @Override
  public Sight see(String app) {
    return of(app).see(app);
  }

  @Override
  public void adopt(ScaledApp app) {
    adopted.adopt(app);
  }

  @Override
  public void giveBack(String app, int least) {
    adopted.giveBack(app, least);
  }

  @Override
  public void leave(String app) {
    adopted.leave(app);
  }

  @Override
  public MemoryUse memory(ScaledApp app) {
    return memory.of(app);
  }

  @Override
  public @Nullable String without(ScaledApp app) {
    return resizes || app.getSpec().startup() == null
        ? null
        : "spec.startup has no effect: this cluster's pods cannot be resized; Kubernetes 1.33 and"
            + " newer can, as operators find out when they start";
  }

  @Override
  public Past past(String app) {
    var past = of(app).past(app);
    return new Past(past.revisions(), past.drains(), jobs.attempts(app));
  }

  @Override
  public void keepDrain(String replica, Past.Drain drain) {
    having(replica).keepDrain(replica, Optional.of(drain));
  }

  @Override
  public void forgetDrain(String replica) {
    having(replica).keepDrain(replica, Optional.empty());
  }

  /** How the app has its replicas. */
  private Workloads of(String app) {
    return adopted.isOf(app) ? adopted : sets;
  }

  private Workloads having(String replica) {
    return adopted.has(replica) ? adopted : sets;
  }

  @Override
  public void onChange(Consumer<String> listener) {
    this.listener = listener;
  }

  /** Lets go of the cluster; pods go on running there. */
  @Override
  public void close() {
    memory.close();
    informers.close();
    targets.close();
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
