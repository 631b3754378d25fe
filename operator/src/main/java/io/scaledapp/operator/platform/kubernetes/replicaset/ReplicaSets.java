package io.scaledapp.operator.platform.kubernetes.replicaset;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.micrometer.core.instrument.Counter;
import io.scaledapp.operator.app.Past;
import io.scaledapp.operator.app.Past.Drain;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Revision;
import io.scaledapp.operator.app.Sight;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterListener;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterWriter;
import io.scaledapp.operator.platform.kubernetes.cluster.Labels;
import io.scaledapp.operator.platform.kubernetes.cluster.RevisionKey;
import io.scaledapp.operator.platform.kubernetes.pod.PodReplica;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ReplicaSets of all apps: takes in what the cluster has and what the engine wants, under one
 * lock, and has a worker for each make the calls. No method blocks; any thread.
 */
public final class ReplicaSets implements ClusterListener, Workloads {

  private final Object lock = new Object();
  private final Surroundings around;
  private final Consumer<String> changed;
  private final Map<String, TreeMap<Integer, Member>> apps = new HashMap<>();
  private final Map<String, Member> ownersOfPods = new HashMap<>();
  private final Map<String, Node> nodes = new HashMap<>();
  private final boolean resizes;
  private boolean adopted;

  private record Member(OwnedReplicaSet set, CallWorker<ReplicaSet> worker) {}

  /**
   * Begins without any.
   *
   * @param resizes whether the cluster can lower a pod's CPU request in place
   * @param mayWrite asked before each call
   * @param lost counts pods that the cluster removed in place of others
   * @param threads may block; not ended by this
   * @param pause before a call is made again
   * @param changed is told of each app of which something changed, without the lock
   */
  public ReplicaSets(
      ClusterWriter calls,
      InstantSource clock,
      boolean resizes,
      BooleanSupplier mayWrite,
      Counter lost,
      Executor threads,
      Pause pause,
      Consumer<String> changed) {
    this.changed = changed;
    this.resizes = resizes;
    this.around =
        new Surroundings(
            lock,
            calls,
            clock,
            threads,
            new Semaphore(Surroundings.CALLS_AT_ONCE),
            pause,
            mayWrite,
            lost,
            key -> changed.accept(key.app()),
            this::retireOld);
  }

  /** Takes everything over that was told until here, as it is. */
  public void adopt() {
    synchronized (lock) {
      adopted = true;
      apps.values().forEach(sets -> sets.values().forEach(one -> one.set().adopt()));
      apps.values().forEach(sets -> sets.values().forEach(one -> one.worker().signal()));
    }
  }

  @Override
  public CompletableFuture<Void> prepare(Revision revision) {
    synchronized (lock) {
      var member = member(RevisionKey.of(revision));
      var preparation = member.set().prepare(revision);
      member.worker().signal();
      return preparation;
    }
  }

  @Override
  public void start(Revision revision) {
    synchronized (lock) {
      var member = member(RevisionKey.of(revision));
      member.set().start(revision);
      member.worker().signal();
    }
    changed.accept(revision.app());
  }

  @Override
  public void stop(String replica) {
    withOwner(replica, member -> member.set().stop(replica));
  }

  @Override
  public void keepDrain(String replica, Optional<Drain> drain) {
    withOwner(replica, member -> member.set().pods().keepDrain(replica, drain));
  }

  @Override
  public Sight see(String app) {
    return new Sight(replicas(app), null);
  }

  public List<Replica> replicas(String app) {
    synchronized (lock) {
      return sets(app).values().stream()
          .flatMap(member -> member.set().replicas(nodes::get).stream())
          .toList();
    }
  }

  @Override
  public Past past(String app) {
    synchronized (lock) {
      var revisions = new HashMap<Integer, String>();
      var drains = new HashMap<String, Drain>();
      sets(app)
          .forEach(
              (number, member) -> {
                member.set().object().digest().ifPresent(digest -> revisions.put(number, digest));
                drains.putAll(member.set().pods().drains());
              });
      return new Past(revisions, drains);
    }
  }

  @Override
  public void podSeen(Pod pod) {
    withMember(
        Labels.revision(pod),
        member -> {
          ownersOfPods.put(PodReplica.id(pod), member);
          member.set().pods().see(pod);
        });
  }

  @Override
  public void podGone(Pod pod) {
    withMember(
        Labels.revision(pod),
        member -> {
          ownersOfPods.remove(PodReplica.id(pod));
          member.set().pods().gone(pod);
        });
  }

  @Override
  public void replicaSetSeen(ReplicaSet set) {
    withMember(
        Labels.revision(set),
        member -> {
          var isNews = !member.set().object().isKnown();
          member.set().object().see(set);
          if (adopted && isNews) {
            member.set().adopt();
          }
        });
  }

  @Override
  public void replicaSetGone(ReplicaSet set) {
    withMember(
        Labels.revision(set), member -> member.set().object().gone(set.getMetadata().getUid()));
  }

  @Override
  public void nodeSeen(Node node) {
    nodeChanged(node, node);
  }

  @Override
  public void nodeGone(Node node) {
    nodeChanged(node, null);
  }

  private void nodeChanged(Node node, @Nullable Node now) {
    var name = node.getMetadata().getName();
    List<String> affected;
    synchronized (lock) {
      var before = now == null ? nodes.remove(name) : nodes.put(name, now);
      if (before != null && now != null && before.getSpec().equals(now.getSpec())) {
        return;
      }
      affected =
          apps.entrySet().stream()
              .filter(app -> app.getValue().values().stream().anyMatch(one -> hasPodOn(one, name)))
              .map(Map.Entry::getKey)
              .toList();
    }
    affected.forEach(changed);
  }

  private static boolean hasPodOn(Member member, String node) {
    return member.set().pods().hasPodOn(node);
  }

  private void withOwner(String replica, Consumer<Member> task) {
    synchronized (lock) {
      var owner = owner(replica);
      if (owner.isPresent()) {
        task.accept(owner.get());
        owner.get().worker().signal();
      }
    }
  }

  /** A placeholder, {@code namespace/replicaset/number}, is known by its ReplicaSet. */
  private Optional<Member> owner(String replica) {
    var parts = replica.split("/", -1);
    return parts.length == 2
        ? Optional.ofNullable(ownersOfPods.get(replica))
        : RevisionKey.ofReplicaSet(parts[0], parts[1])
            .map(key -> sets(key.app()).get(key.number()));
  }

  private void withMember(RevisionKey key, Consumer<Member> task) {
    synchronized (lock) {
      var member = member(key);
      task.accept(member);
      member.set().settle();
      if (member.set().isForgettable()) {
        forget(key);
      } else if (adopted) {
        member.worker().signal();
      }
    }
    changed.accept(key.app());
  }

  private Member member(RevisionKey key) {
    return apps.computeIfAbsent(key.app(), app -> new TreeMap<>())
        .computeIfAbsent(
            key.number(),
            number -> {
              var set = new OwnedReplicaSet(key, around.clock(), resizes);
              var calls = new ReplicaSetCalls(key, around.calls());
              return new Member(set, new CallWorker<>(set, calls, around));
            });
  }

  private void forget(RevisionKey key) {
    var sets = sets(key.app());
    sets.remove(key.number());
    if (sets.isEmpty()) {
      apps.remove(key.app());
    }
  }

  private Map<Integer, Member> sets(String app) {
    var sets = apps.get(app);
    return sets == null ? Map.of() : sets;
  }

  private void retireOld(RevisionKey applied) {
    synchronized (lock) {
      var sets = sets(applied.app());
      var idle = new TreeMap<>(sets);
      idle.values().removeIf(member -> !member.set().isIdle());
      var newest = sets.get(applied.number());
      if (newest == null) {
        return;
      }
      var limit = newest.set().object().historyLimit();
      History.obsolete(limit, sets.keySet(), idle.keySet()).stream()
          .flatMap(number -> Stream.ofNullable(idle.get(number)))
          .forEach(
              member -> {
                member.set().retire();
                member.worker().signal();
              });
    }
  }
}
