package io.scaledapp.operator.platform.kubernetes.replicaset;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.scaledapp.crds.v1alpha1.Rollout;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Replica.Phase;
import io.scaledapp.operator.app.Revision;
import io.scaledapp.operator.app.model.AppModel;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** ReplicaSets on a fake cluster, where nothing happens but what the test says. */
final class Fixture {

  static final String APP = FakeCluster.NAMESPACE + "/shop";

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T10:00:00Z"), ZoneOffset.UTC);

  private final Deque<Runnable> work = new ArrayDeque<>();
  final Counter lost = Counter.builder("lost").register(new SimpleMeterRegistry());

  /** Apps that were told to have changed. */
  final Set<String> told = new HashSet<>();

  final FakeCluster cluster = new FakeCluster();
  ReplicaSets sets;

  Fixture() {
    sets = open();
  }

  /** Another program takes over. */
  void restart() {
    work.clear();
    sets = open();
  }

  private ReplicaSets open() {
    var opened =
        new ReplicaSets(cluster, CLOCK, true, () -> true, lost, work::add, time -> {}, told::add);
    cluster.watch(opened);
    opened.adopt();
    return opened;
  }

  /** Has one worker do what it has to do; false if none has anything to do. */
  boolean work() {
    var task = work.poll();
    if (task != null) {
      task.run();
    }
    return task != null;
  }

  /** Has everybody do what there is to do, until there is nothing left. */
  void settle() {
    var busy = true;
    while (busy) {
      busy = cluster.deliver() | work();
      var before = cluster.pods(pod -> true).size() + cluster.removed.size();
      cluster.sync();
      busy |= before != cluster.pods(pod -> true).size() + cluster.removed.size();
    }
  }

  void start(Revision revision, int count) {
    for (var number = 0; number < count; number++) {
      sets.start(revision);
    }
  }

  /** Starts replicas of the first revision, and has them run and be ready. */
  void running(int count) {
    start(revision(1), count);
    settle();
    cluster.pods(FakeCluster::isActive).forEach(pod -> cluster.run(pod, true));
    settle();
  }

  List<Replica> replicas() {
    return sets.replicas(APP);
  }

  /** Ids of those that were not told to stop. */
  List<String> staying() {
    return replicas().stream()
        .filter(one -> one.phase() != Phase.TERMINATING)
        .map(Replica::id)
        .toList();
  }

  static String id(String pod) {
    return FakeCluster.NAMESPACE + "/" + pod;
  }

  static Revision revision(int number) {
    return revision(number, null);
  }

  /** Of an app that keeps so many others. */
  static Revision revision(int number, @Nullable Integer limit) {
    var app = new ScaledApp();
    app.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(FakeCluster.NAMESPACE)
            .withName("shop")
            .withUid("app")
            .build());
    var template =
        new PodTemplateSpecBuilder()
            .withNewSpec()
            .withContainers(
                new ContainerBuilder()
                    .withName("web")
                    .withImage("example.com/shop:" + number)
                    .addNewPort()
                    .withContainerPort(3000)
                    .endPort()
                    .build())
            .endSpec()
            .build();
    app.setSpec(
        new ScaledAppSpec(
            template,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            limit == null ? null : new Rollout(null, null, null, null, null, limit),
            null,
            null,
            null,
            null));
    var model = AppModel.of(app, 10);
    return new Revision(APP, number, Objects.requireNonNull(model.template()).digest(), app);
  }
}
