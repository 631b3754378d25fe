package io.scaledapp.operator.platform.kubernetes.replicaset;

import io.fabric8.kubernetes.api.model.Pod;
import io.micrometer.core.instrument.Counter;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.Past;
import io.scaledapp.operator.app.Past.Drain;
import io.scaledapp.operator.app.Revision;
import io.scaledapp.operator.app.Sight;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterWriter;
import io.scaledapp.operator.platform.kubernetes.cluster.TargetListener;
import io.scaledapp.operator.platform.kubernetes.cluster.TargetSource;
import io.scaledapp.operator.platform.kubernetes.cluster.TargetWriter;
import io.scaledapp.operator.platform.kubernetes.replicaset.Adopters.Member;
import io.scaledapp.operator.platform.kubernetes.target.Autoscalers;
import io.scaledapp.operator.platform.kubernetes.target.Standing;
import io.scaledapp.operator.platform.kubernetes.target.Target;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The workloads of others that apps adopt: takes in what the cluster has and what the engine wants,
 * under one lock, and has a worker for each make the calls. No method blocks; any thread.
 */
public final class AdoptedWorkloads implements TargetListener, Workloads {

  private final Object lock = new Object();
  private final Surroundings around;
  private final TargetWriter writer;
  private final TargetSource source;
  private final Consumer<String> changed;
  private final Adopters adopters = new Adopters();

  /**
   * Begins without any.
   *
   * @param source where workloads are watched, which is to tell this of them
   * @param mayWrite asked before each call
   * @param lost counts pods that the cluster removed in place of others
   * @param threads may block; not ended by this
   * @param pause before a call is made again
   * @param changed is told of each app of which something changed, without the lock
   */
  public AdoptedWorkloads(
      TargetSource source,
      ClusterWriter pods,
      TargetWriter writer,
      InstantSource clock,
      BooleanSupplier mayWrite,
      Counter lost,
      Executor threads,
      Pause pause,
      Consumer<String> changed) {
    this.writer = writer;
    this.changed = changed;
    this.around =
        new Surroundings(
            lock,
            pods,
            clock,
            threads,
            new Semaphore(Surroundings.CALLS_AT_ONCE),
            pause,
            mayWrite,
            lost,
            key -> called(key.app()),
            key -> {});
    this.source = source;
  }

  /** Adopts what the app names, as soon as it can be, or takes the app as it is now. */
  public void adopt(ScaledApp app) {
    var adopter = Adopter.of(app);
    synchronized (lock) {
      adopters.put(adopter, this::member);
    }
    var unused = source.watch(adopter.id(), adopter.target());
    surroundingsChanged(adopter.target().namespace());
  }

  private Member member(Adopter adopter) {
    var target = adopter.target();
    var workload = new AdoptedWorkload(adopter.key(), target, around.clock());
    var calls = new TargetCalls(target, writer);
    return new Member(adopter, workload, new CallWorker<>(workload, calls, around));
  }

  /** Gives the app's workload back; it is not among these any more when that is done. */
  public void giveBack(String app, int least) {
    withApp(app, member -> member.workload().giveBack(least));
    forgetIfGivenBack(app);
  }

  /** Forgets the app's workload, and leaves it as it is. */
  public void leave(String app) {
    synchronized (lock) {
      adopters.remove(app);
    }
    source.unwatch(app);
  }

  /** Whether the app adopts a workload. */
  public boolean isOf(String app) {
    synchronized (lock) {
      return adopters.of(app).isPresent();
    }
  }

  /** Whether a replica is a pod of a workload that is adopted, or a place for one. */
  public boolean has(String replica) {
    synchronized (lock) {
      return adopters.owner(replica).isPresent();
    }
  }

  /** What there is is made by somebody else already. */
  @Override
  public CompletableFuture<Void> prepare(Revision revision) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void start(Revision revision) {
    withApp(revision.app(), member -> member.workload().count().start());
    changed.accept(revision.app());
  }

  @Override
  public void stop(String replica) {
    withOwner(replica, member -> member.workload().count().stop(replica));
  }

  @Override
  public void keepDrain(String replica, Optional<Drain> drain) {
    withOwner(replica, member -> member.workload().count().pods().keepDrain(replica, drain));
  }

  @Override
  public Sight see(String app) {
    synchronized (lock) {
      return adopters
          .of(app)
          .map(member -> member.workload().sight())
          .orElseGet(() -> new Sight(List.of(), null));
    }
  }

  @Override
  public Past past(String app) {
    synchronized (lock) {
      return adopters
          .of(app)
          .map(
              one ->
                  new Past(
                      Map.of(Adopter.REVISION, one.adopter().digest()),
                      one.workload().count().pods().drains()))
          .orElse(Past.NONE);
    }
  }

  @Override
  public void targetSeen(Target target) {
    look(() -> adopters.of(target.key()), member -> seen(member, Optional.of(target)));
  }

  @Override
  public void targetGone(Target target) {
    look(() -> adopters.of(target.key()), member -> seen(member, Optional.empty()));
  }

  @Override
  public void adoptablePodSeen(Pod pod) {
    look(() -> ownersOf(pod), member -> member.workload().count().pods().see(pod));
  }

  @Override
  public void adoptablePodGone(Pod pod) {
    look(() -> ownersOf(pod), member -> member.workload().count().pods().gone(pod));
  }

  private List<Member> ownersOf(Pod pod) {
    return adopters.in(pod.getMetadata().getNamespace()).stream()
        .filter(one -> one.workload().seen().filter(target -> target.owns(pod)).isPresent())
        .toList();
  }

  @Override
  public void surroundingsChanged(String namespace) {
    look(
        () -> adopters.in(namespace),
        member -> {
          var target = member.adopter().target();
          if (source.isKnown(target)) {
            seen(member, source.target(target));
          }
        });
  }

  private void seen(Member member, Optional<Target> there) {
    var workload = member.workload();
    var before = workload.seen().map(Target::uid);
    there.ifPresentOrElse(workload::see, workload::gone);
    if (there.isPresent() && !before.equals(there.map(Target::uid))) {
      var pods = source.pods(member.adopter().target().namespace());
      workload.count().pods().seeAll(pods.stream().filter(there.get()::owns).toList());
    }
  }

  private void look(Supplier<List<Member>> whom, Consumer<Member> task) {
    List<String> affected;
    synchronized (lock) {
      var members = whom.get();
      for (var member : members) {
        task.accept(member);
        member.workload().stand(standing(member));
        member.worker().signal();
      }
      affected = members.stream().map(Member::id).toList();
    }
    affected.forEach(this::called);
  }

  private Standing standing(Member member) {
    var adopter = member.adopter();
    var target = adopter.target();
    return new Standing(
        target,
        source.isKnown(target),
        member.workload().seen().orElse(null),
        adopters.holderBefore(adopter),
        Autoscalers.of(target, source.autoscalers(target.namespace())),
        adopter.hasPort());
  }

  private void withApp(String app, Consumer<Member> task) {
    synchronized (lock) {
      signalAfter(adopters.of(app), task);
    }
  }

  private void withOwner(String replica, Consumer<Member> task) {
    synchronized (lock) {
      signalAfter(adopters.owner(replica), task);
    }
  }

  private static void signalAfter(Optional<Member> member, Consumer<Member> task) {
    member.ifPresent(
        one -> {
          task.accept(one);
          one.worker().signal();
        });
  }

  /** Something about the app changed. */
  private void called(String app) {
    forgetIfGivenBack(app);
    changed.accept(app);
  }

  private void forgetIfGivenBack(String app) {
    Optional<Member> givenBack;
    synchronized (lock) {
      givenBack = adopters.of(app).filter(one -> one.workload().isGivenBack());
      givenBack.ifPresent(one -> adopters.remove(app));
    }
    if (givenBack.isPresent()) {
      source.unwatch(app);
      changed.accept(app);
      // Another app may have waited for it.
      surroundingsChanged(givenBack.get().adopter().target().namespace());
    }
  }
}
