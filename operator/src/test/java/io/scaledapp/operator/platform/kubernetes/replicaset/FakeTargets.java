package io.scaledapp.operator.platform.kubernetes.replicaset;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.scaledapp.crds.v1alpha1.TargetKind;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterWriter;
import io.scaledapp.operator.platform.kubernetes.cluster.RevisionKey;
import io.scaledapp.operator.platform.kubernetes.cluster.TargetListener;
import io.scaledapp.operator.platform.kubernetes.cluster.TargetSource;
import io.scaledapp.operator.platform.kubernetes.cluster.TargetWriter;
import io.scaledapp.operator.platform.kubernetes.target.PodSelector;
import io.scaledapp.operator.platform.kubernetes.target.Target;
import io.scaledapp.operator.platform.kubernetes.target.TargetKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Workloads of others on a cluster with one namespace. Each change is told at once; {@link #sync}
 * is their controllers. One thread.
 */
final class FakeTargets implements TargetSource, TargetWriter, ClusterWriter {

  static final String NAMESPACE = "shops";
  static final TargetKey WEB = new TargetKey(TargetKind.DEPLOYMENT, NAMESPACE, "web");
  static final TargetKey DB = new TargetKey(TargetKind.STATEFUL_SET, NAMESPACE, "db");

  private static final Instant BEGIN = Instant.parse("2026-01-01T10:00:00Z");

  private final Map<TargetKey, Target> targets = new HashMap<>();
  private final TreeMap<String, Pod> pods = new TreeMap<>();
  private final List<HorizontalPodAutoscaler> autoscalers = new ArrayList<>();
  private @Nullable TargetListener listener;
  private long version;
  boolean known = true;

  /** Calls that changed something. */
  final List<String> calls = new ArrayList<>();

  void tell(TargetListener next) {
    listener = next;
  }

  private TargetListener listener() {
    return requireNonNull(listener);
  }

  void put(TargetKey key, int replicas, @Nullable String owner) {
    var selector =
        new PodSelector(new LabelSelectorBuilder().addToMatchLabels("app", key.name()).build());
    store(
        new Target(
            key, "uid-" + ++version, "" + ++version, replicas, selector, owner, true, false));
  }

  void remove(TargetKey key) {
    listener().targetGone(requireNonNull(targets.remove(key)));
  }

  private Target store(Target target) {
    targets.put(target.key(), target);
    listener().targetSeen(target);
    return target;
  }

  void autoscale(TargetKey key) {
    autoscalers.add(
        new HorizontalPodAutoscalerBuilder()
            .withNewMetadata()
            .withName("by-cpu")
            .endMetadata()
            .withNewSpec()
            .withNewScaleTargetRef("apps/v1", key.kind().word(), key.name())
            .endSpec()
            .build());
    listener().surroundingsChanged(NAMESPACE);
  }

  void autoscaleNothing() {
    autoscalers.clear();
    listener().surroundingsChanged(NAMESPACE);
  }

  /** Somebody else sets the count. */
  void edit(TargetKey key, int replicas) {
    store(at(requireNonNull(targets.get(key)), replicas));
  }

  int replicas(TargetKey key) {
    return requireNonNull(targets.get(key)).replicas();
  }

  private Target at(Target target, int replicas) {
    return new Target(
        target.key(),
        target.uid(),
        "" + ++version,
        replicas,
        target.selector(),
        target.owner(),
        target.namesPort(),
        target.deleted());
  }

  /** Pods come and go as the counts say: of a Deployment by cost, of a StatefulSet from the end. */
  void sync() {
    for (var target : List.copyOf(targets.values())) {
      var own = new ArrayList<>(podsOf(target.key()));
      own.sort(
          target.key().equals(DB)
              ? Comparator.<Pod, String>comparing(pod -> pod.getMetadata().getName()).reversed()
              : Comparator.comparing(FakeTargets::cost));
      for (var count = own.size(); count > target.replicas(); count--) {
        finish(own.removeFirst().getMetadata().getName());
      }
      for (var count = own.size(); count < target.replicas(); count++) {
        run(target.key(), target.key().equals(DB) ? "db-" + count : "web-1-" + ++version, "1");
      }
    }
  }

  void run(TargetKey key, String name, String template) {
    var owner =
        key.equals(DB)
            ? new OwnerReferenceBuilder().withKind("StatefulSet").withUid(uid(key))
            : new OwnerReferenceBuilder().withKind("ReplicaSet").withUid("set-" + template);
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(NAMESPACE)
            .withName(name)
            .withUid("pod-" + ++version)
            .withCreationTimestamp(BEGIN.plusSeconds(version).toString())
            .addToLabels("app", key.name())
            .addToLabels("pod-template-hash", template)
            .withOwnerReferences(owner.withController(true).build())
            .endMetadata()
            .withNewSpec()
            .withNodeName("n1")
            .addNewContainer()
            .withName("web")
            .addNewPort()
            .withContainerPort(3000)
            .endPort()
            .endContainer()
            .endSpec()
            .withNewStatus()
            .withPhase("Running")
            .withPodIP("10.1.0.7")
            .withConditions(
                new PodConditionBuilder()
                    .withType("Ready")
                    .withStatus("True")
                    .withLastTransitionTime(BEGIN.toString())
                    .build())
            .endStatus()
            .build();
    pods.put(name, pod);
    listener().adoptablePodSeen(pod);
  }

  private String uid(TargetKey key) {
    return requireNonNull(targets.get(key)).uid();
  }

  void finish(String name) {
    listener().adoptablePodGone(requireNonNull(pods.remove(name)));
  }

  List<Pod> podsOf(TargetKey key) {
    return pods.values().stream()
        .filter(pod -> key.name().equals(pod.getMetadata().getLabels().get("app")))
        .toList();
  }

  Map<String, String> annotations(String pod) {
    return requireNonNull(pods.get(pod)).getMetadata().getAnnotations();
  }

  private static int cost(Pod pod) {
    return Integer.parseInt(
        pod.getMetadata()
            .getAnnotations()
            .getOrDefault("controller.kubernetes.io/pod-deletion-cost", "0"));
  }

  @Override
  public CompletableFuture<Void> watch(String app, TargetKey target) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void unwatch(String app) {}

  @Override
  public boolean isKnown(TargetKey target) {
    return known;
  }

  @Override
  public Optional<Target> target(TargetKey key) {
    return Optional.ofNullable(targets.get(key));
  }

  @Override
  public List<Pod> pods(String namespace) {
    return List.copyOf(pods.values());
  }

  @Override
  public List<HorizontalPodAutoscaler> autoscalers(String namespace) {
    return autoscalers;
  }

  @Override
  public Optional<Target> get(TargetKey key) {
    return target(key);
  }

  @Override
  public Target scale(Target seen, int replicas) {
    calls.add("scale " + seen.key().name() + " " + replicas);
    if (!seen.version().equals(requireNonNull(targets.get(seen.key())).version())) {
      throw new StaleException("the object has been modified", null);
    }
    return store(at(seen, replicas));
  }

  @Override
  public void annotate(String namespace, String name, Map<String, @Nullable String> annotations) {
    calls.add("annotate " + name);
    var copy = new PodBuilder(requireNonNull(pods.get(name))).build();
    var all = new HashMap<String, @Nullable String>(copy.getMetadata().getAnnotations());
    all.putAll(annotations);
    all.values().removeIf(value -> value == null);
    copy.getMetadata().setAnnotations(new HashMap<>(all));
    pods.put(name, copy);
    listener().adoptablePodSeen(copy);
  }

  @Override
  public void requestCpu(String namespace, String pod, String container, String cpu) {
    throw new UnsupportedOperationException("pods of others stay as they are");
  }

  @Override
  public void delete(String namespace, String pod) {
    calls.add("delete " + pod);
    finish(pod);
  }

  @Override
  public Optional<ReplicaSet> get(RevisionKey key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ReplicaSet apply(ReplicaSet intent) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ReplicaSet setReplicas(ReplicaSet seen, int replicas) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void remove(ReplicaSet seen) {
    throw new UnsupportedOperationException();
  }
}
