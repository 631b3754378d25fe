package io.scaledapp.operator.platform.kubernetes.replicaset;

import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.scaledapp.operator.platform.kubernetes.cluster.Annotations;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterWriter.RefusedException;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterWriter.StaleException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the calls for one ReplicaSet, one after the other, each as soon as there is a need. */
final class ReplicaSetWorker {

  private static final Logger log = LoggerFactory.getLogger(ReplicaSetWorker.class);

  private static final Duration NOT_LEADING = Duration.ofSeconds(1);
  private static final int QUIET_STALE_ANSWERS = 3;

  private final OwnedReplicaSet set;
  private final Surroundings around;
  private final SerialTask task;
  private int failures;

  ReplicaSetWorker(OwnedReplicaSet set, Surroundings around) {
    this.set = set;
    this.around = around;
    this.task = new SerialTask(around.threads(), around.pause(), this::pass);
  }

  /** Looks whether there is something to do. Any thread. */
  void signal() {
    task.signal();
  }

  /** Makes calls until there is none to make, or one fails. */
  private Optional<Duration> pass() {
    while (true) {
      if (!around.mayWrite().getAsBoolean()) {
        return Optional.of(NOT_LEADING);
      }
      var call = around.locked(set::nextCall);
      if (call.isEmpty()) {
        return Optional.empty();
      }
      var wait = make(call.get());
      around.changed().accept(set.key());
      if (wait.isPresent()) {
        return wait;
      }
    }
  }

  private Optional<Duration> make(Call call) {
    try {
      made(call, perform(call));
      failures = 0;
      return Optional.empty();
    } catch (StaleException stale) {
      return reread();
    } catch (RefusedException refused) {
      return refused(refused);
    } catch (RuntimeException unanswered) {
      around.locked(() -> set.failed(null));
      return tryAgain(unanswered);
    }
  }

  private @Nullable ReplicaSet perform(Call call) {
    var calls = around.calls();
    var namespace = set.key().namespace();
    switch (call.step()) {
      case Step.Apply() -> {
        refuseForeign(call);
        return calls.apply(setOf(call));
      }
      case Step.Raise(int count) -> {
        return calls.setReplicas(setOf(call), count);
      }
      case Step.Lower(int count, Set<String> leaving) -> {
        return calls.setReplicas(setOf(call), count);
      }
      case Step.Remove() -> calls.remove(setOf(call));
      case Step.Mark(String pod) -> calls.annotate(namespace, pod, Annotations.ofVictim());
      case Step.Delete(String pod) -> calls.delete(namespace, pod);
      case Step.KeepDrain(String pod) ->
          calls.annotate(namespace, pod, Drains.annotations(call.drain()));
      case Step.Rest() -> {}
    }
    return null;
  }

  private static ReplicaSet setOf(Call call) {
    return Objects.requireNonNull(call.set());
  }

  /** Server-side apply would take over whatever has the name. */
  private void refuseForeign(Call call) {
    if (call.exists()) {
      return;
    }
    var owner = setOf(call).getMetadata().getOwnerReferences().getFirst().getUid();
    var foreign =
        around
            .calls()
            .get(set.key())
            .filter(
                there ->
                    there.getMetadata().getOwnerReferences().stream()
                        .noneMatch(one -> one.getUid().equals(owner)));
    if (foreign.isPresent()) {
      throw new RefusedException(
          "ReplicaSet %s is there and belongs to somebody else; remove it"
              .formatted(set.key().replicaSet()),
          null);
    }
  }

  private void made(Call call, @Nullable ReplicaSet answer) {
    var lost = around.locked(() -> set.made(call, answer));
    for (var pod : lost) {
      around.lost().increment();
      log.atWarn()
          .addKeyValue("app", set.key().app())
          .addKeyValue("replica", pod)
          .log("the cluster removed a pod in place of the one that was to go");
    }
    if (call.step() instanceof Step.Apply) {
      around.locked(set::takePreparations).forEach(one -> one.complete(null));
      around.applied().accept(set.key());
    }
  }

  private Optional<Duration> reread() {
    try {
      var there = around.calls().get(set.key());
      around.locked(() -> set.reread(there));
    } catch (RuntimeException unanswered) {
      around.locked(() -> set.failed(null));
      return tryAgain(unanswered);
    }
    failures++;
    return failures <= QUIET_STALE_ANSWERS
        ? Optional.empty()
        : Optional.of(BackOff.after(failures - QUIET_STALE_ANSWERS));
  }

  private Optional<Duration> refused(RefusedException refusal) {
    log.atWarn()
        .addKeyValue("app", set.key().app())
        .addKeyValue("revision", set.key().number())
        .addKeyValue("reason", refusal.getMessage())
        .log("the API server refuses a call");
    around
        .locked(() -> set.refused(String.valueOf(refusal.getMessage())))
        .forEach(one -> one.completeExceptionally(refusal));
    return Optional.of(BackOff.REFUSED);
  }

  private Optional<Duration> tryAgain(RuntimeException failure) {
    failures++;
    log.atWarn()
        .addKeyValue("app", set.key().app())
        .addKeyValue("revision", set.key().number())
        .addKeyValue("reason", String.valueOf(failure.getMessage()))
        .log("the API server does not answer; the call is made again");
    return Optional.of(BackOff.after(failures));
  }
}
