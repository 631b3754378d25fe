package io.scaledapp.operator.platform.kubernetes.replicaset;

import io.scaledapp.operator.platform.kubernetes.cluster.Annotations;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterWriter.RefusedException;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterWriter.StaleException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the calls for one object and its pods, one after the other, each as soon as there is a
 * need.
 */
final class CallWorker<T> {

  private static final Logger log = LoggerFactory.getLogger(CallWorker.class);

  private static final Duration NOT_LEADING = Duration.ofSeconds(1);
  private static final int QUIET_STALE_ANSWERS = 3;

  private final Counted<T> counted;
  private final ObjectCalls<T> object;
  private final Surroundings around;
  private final SerialTask task;
  private int failures;

  CallWorker(Counted<T> counted, ObjectCalls<T> object, Surroundings around) {
    this.counted = counted;
    this.object = object;
    this.around = around;
    this.task = new SerialTask(around.threads(), around.pause(), this::takeTurn);
  }

  /** Looks whether there is something to do. Any thread. */
  void signal() {
    task.signal();
  }

  private Optional<Duration> takeTurn() {
    around.turns().acquireUninterruptibly();
    try {
      return pass();
    } finally {
      around.turns().release();
    }
  }

  /** Makes calls until there is none to make, or one fails. */
  private Optional<Duration> pass() {
    while (true) {
      if (!around.mayWrite().getAsBoolean()) {
        return Optional.of(NOT_LEADING);
      }
      var call = around.locked(counted::nextCall);
      if (call.isEmpty()) {
        return Optional.empty();
      }
      var wait = make(call.get());
      around.changed().accept(counted.key());
      if (wait.isPresent()) {
        return wait;
      }
    }
  }

  private Optional<Duration> make(Call<T> call) {
    try {
      made(call, perform(call));
      failures = 0;
      return Optional.empty();
    } catch (StaleException stale) {
      return reread();
    } catch (RefusedException refused) {
      return refused(refused);
    } catch (RuntimeException unanswered) {
      around.locked(() -> counted.failed(null));
      return tryAgain(unanswered);
    }
  }

  private @Nullable T perform(Call<T> call) {
    var calls = around.calls();
    var namespace = counted.key().namespace();
    switch (call.step()) {
      case Step.Apply _, Step.Raise _, Step.Lower _, Step.Remove _ -> {
        return object.perform(call);
      }
      case Step.Mark(String pod) -> calls.annotate(namespace, pod, Annotations.ofVictim());
      case Step.Delete(String pod) -> calls.delete(namespace, pod);
      case Step.KeepDrain(String pod) ->
          calls.annotate(namespace, pod, Drains.annotations(call.drain()));
      case Step.Unmark(String pod, boolean victim) ->
          calls.annotate(namespace, pod, Annotations.ofNone(victim));
      case Step.LowerCpu lower -> lowerCpu(namespace, lower);
      case Step.Rest() -> {}
    }
    return null;
  }

  /** A pod that keeps the CPU of its start is no reason to hold up its ReplicaSet. */
  private void lowerCpu(String namespace, Step.LowerCpu lower) {
    try {
      around.calls().requestCpu(namespace, lower.pod(), lower.container(), lower.cpu());
    } catch (RefusedException refusal) {
      log.atWarn()
          .addKeyValue("app", counted.key().app())
          .addKeyValue("replica", lower.pod())
          .addKeyValue("reason", refusal.getMessage())
          .log("the pod keeps the CPU request of its start");
    }
  }

  private void made(Call<T> call, @Nullable T answer) {
    var lost = around.locked(() -> counted.made(call, answer));
    for (var pod : lost) {
      around.lost().increment();
      log.atWarn()
          .addKeyValue("app", counted.key().app())
          .addKeyValue("replica", pod)
          .log("the cluster removed a pod in place of the one that was to go");
    }
    if (call.step() instanceof Step.Apply) {
      around.locked(counted::takePreparations).forEach(one -> one.complete(null));
      around.applied().accept(counted.key());
    }
  }

  private Optional<Duration> reread() {
    try {
      var there = object.read();
      around.locked(() -> counted.reread(there));
    } catch (RuntimeException unanswered) {
      around.locked(() -> counted.failed(null));
      return tryAgain(unanswered);
    }
    failures++;
    return failures <= QUIET_STALE_ANSWERS
        ? Optional.empty()
        : Optional.of(BackOff.after(failures - QUIET_STALE_ANSWERS));
  }

  private Optional<Duration> refused(RefusedException refusal) {
    log.atWarn()
        .addKeyValue("app", counted.key().app())
        .addKeyValue("revision", counted.key().number())
        .addKeyValue("reason", refusal.getMessage())
        .log("the API server refuses a call");
    around
        .locked(() -> counted.refused(String.valueOf(refusal.getMessage())))
        .forEach(one -> one.completeExceptionally(refusal));
    return Optional.of(BackOff.REFUSED);
  }

  private Optional<Duration> tryAgain(RuntimeException failure) {
    failures++;
    log.atWarn()
        .addKeyValue("app", counted.key().app())
        .addKeyValue("revision", counted.key().number())
        .addKeyValue("reason", String.valueOf(failure.getMessage()))
        .log("the API server does not answer; the call is made again");
    return Optional.of(BackOff.after(failures));
  }
}
