package io.scaledapp.operator.platform.local;

import io.scaledapp.operator.platform.local.log.LogSink;
import io.scaledapp.operator.platform.local.probe.Check;
import io.scaledapp.operator.platform.local.probe.ProbeListener;
import io.scaledapp.operator.platform.local.probe.Prober;
import io.scaledapp.operator.platform.local.probe.Target;
import io.scaledapp.operator.platform.local.process.ExitStatus;
import io.scaledapp.operator.platform.local.process.RunningProcess;
import io.scaledapp.operator.platform.local.process.StartException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process of a replica, from its start until nothing of it is left. {@link #run} belongs to the
 * replica's thread; what may end the process comes from others.
 */
final class ReplicaRun implements ProbeListener {
  private static final Logger log = LoggerFactory.getLogger(ReplicaRun.class);

  /** What SIGTERM is given when the hook before it took all of the grace period, as the kubelet. */
  private static final Duration LEAST_GRACE = Duration.ofSeconds(2);

  private final int number;
  private final ReplicaTemplate template;
  private final ReplicaState state;
  private final Surroundings surroundings;
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();
  private volatile boolean wasReady;

  /** Why a process ends. */
  private sealed interface Ending {
    /** By itself. */
    record Exited(int code) implements Ending {}

    /** Since a probe says so. */
    record Unhealthy(String reason, Duration grace) implements Ending {}

    /** Since the replica was told to stop. */
    record Stopped() implements Ending {}
  }

  ReplicaRun(int number, ReplicaTemplate template, ReplicaState state, Surroundings surroundings) {
    this.number = number;
    this.template = template;
    this.state = state;
    this.surroundings = surroundings;
  }

  /** Has the process ended in order. */
  void stop() {
    ending.complete(new Ending.Stopped());
  }

  /** Starts the process, and returns when it has ended with all that it started. */
  RunEnd run() throws InterruptedException {
    var instance = state.replica().instance();
    try (var port = surroundings.ports().reserve();
        var sink = surroundings.logs().replica(template.name(), instance)) {
      return run(port.number(), sink);
    } catch (StartException e) {
      return RunEnd.notStarted(e.getMessage());
    } catch (IOException e) {
      return RunEnd.notStarted("its output cannot be kept: " + e.getMessage());
    }
  }

  private RunEnd run(int port, LogSink sink) throws StartException, InterruptedException {
    var id = state.replica().id();
    var launch = template.launch(id, state.replica().instance(), port);
    var process =
        RunningProcess.start(
            surroundings.launcher(),
            launch,
            ReplicaTemplate.marker(id),
            sink,
            surroundings.options().clock());
    state.started(number, port);
    process.exit().thenAccept(code -> ending.complete(new Ending.Exited(code)));
    var target = new Target(ReplicaTemplate.HOST, port, launch.folder(), launch.environment());
    Ending why;
    Duration ran;
    try {
      why = awaitEnding(target);
      ran = process.age();
      react(why, process, target);
    } finally {
      process.clear();
    }
    return end(why, ran, process);
  }

  private Ending awaitEnding(Target target) {
    try (var prober =
        Prober.start(
            template.probes(),
            target,
            surroundings.checker(),
            surroundings.options().quickProbePeriod(),
            this)) {
      return ending.join();
    }
  }

  private void react(Ending why, RunningProcess process, Target target)
      throws InterruptedException {
    switch (why) {
      case Ending.Exited(int code) -> state.gone(number, ExitStatus.describe(code));
      case Ending.Unhealthy(String reason, Duration grace) -> {
        state.notReady(number, reason);
        stop(process, target, grace);
      }
      case Ending.Stopped() -> stop(process, target, template.grace());
    }
  }

  private void stop(RunningProcess process, Target target, Duration grace)
      throws InterruptedException {
    var begin = System.nanoTime();
    if (template.preStop().isPresent()) {
      preStop(template.preStop().get(), process, target, grace);
    }
    var left = grace.minusNanos(System.nanoTime() - begin);
    var least = grace.isZero() ? Duration.ZERO : LEAST_GRACE;
    process.stop(left.compareTo(least) < 0 ? least : left);
  }

  private void preStop(PreStop hook, RunningProcess process, Target target, Duration grace)
      throws InterruptedException {
    switch (hook) {
      case PreStop.Sleep(Duration duration) ->
          process.awaitExit(duration.compareTo(grace) < 0 ? duration : grace);
      case PreStop.Call(Check check) ->
          surroundings
              .checker()
              .attempt(check, target, grace)
              .ifPresent(
                  failure ->
                      log.atWarn()
                          .addKeyValue("app", template.name())
                          .addKeyValue("replica", state.replica().id())
                          .addKeyValue("reason", failure)
                          .log("preStop hook failed"));
    }
  }

  private RunEnd end(Ending why, Duration ran, RunningProcess process) {
    return switch (why) {
      case Ending.Exited(int code) -> {
        var message =
            "%s after %.1f s%s"
                .formatted(
                    ExitStatus.describe(code), ran.toMillis() / 1_000.0, process.lastOutput());
        yield new RunEnd(message, ran, code != 0 && !wasReady && PortTaken.is(message));
      }
      case Ending.Unhealthy(String reason, Duration grace) -> new RunEnd(reason, ran, false);
      case Ending.Stopped() -> new RunEnd("stopped", ran, false);
    };
  }

  @Override
  public void notYetReady(String reason) {
    state.notYetReady(number, reason);
  }

  @Override
  public void ready() {
    wasReady = true;
    state.ready(number);
  }

  @Override
  public void notReady(String reason) {
    state.notReady(number, reason);
  }

  @Override
  public void unhealthy(String reason, Optional<Duration> grace) {
    ending.complete(new Ending.Unhealthy(reason, grace.orElse(template.grace())));
  }
}
