package io.scaledapp.operator.platform.local;

import io.scaledapp.operator.platform.local.log.LogSink;
import io.scaledapp.operator.platform.local.probe.ProbeListener;
import io.scaledapp.operator.platform.local.probe.Prober;
import io.scaledapp.operator.platform.local.probe.Target;
import io.scaledapp.operator.platform.local.process.ExitStatus;
import io.scaledapp.operator.platform.local.process.Ports;
import io.scaledapp.operator.platform.local.process.RunningProcess;
import io.scaledapp.operator.platform.local.process.StartException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One process of a replica, from its start until nothing of it is left. {@link #run} belongs to the
 * replica's thread; what may end the process comes from others.
 */
final class ReplicaRun implements ProbeListener {
  private final int number;
  private final ReplicaTemplate template;
  private final ReplicaState state;
  private final Surroundings surroundings;
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();
  private volatile boolean wasReady;
  private volatile @Nullable RunningProcess process;

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
    try (var port = surroundings.ports().reserve();
        var sink = surroundings.logs().replica(template.name(), state.instance())) {
      return run(port.number(), sink);
    } catch (StartException e) {
      return RunEnd.notStarted(e.getMessage());
    } catch (IOException e) {
      return RunEnd.notStarted("its output cannot be kept: " + e.getMessage());
    }
  }

  private RunEnd run(int port, LogSink sink) throws StartException, InterruptedException {
    var id = state.replica().id();
    var launch = template.launch(id, state.instance(), port);
    var started =
        RunningProcess.start(
            surroundings.launcher(),
            launch,
            ReplicaTemplate.marker(id),
            sink,
            surroundings.options().clock(),
            code -> ending.complete(new Ending.Exited(code)));
    process = started;
    state.started(number, port);
    var target = new Target(ReplicaTemplate.HOST, port, launch.folder(), launch.environment());
    Ending why;
    Duration ran;
    try {
      why = awaitEnding(target);
      ran = started.age();
      react(why, started, target);
    } finally {
      started.clear();
    }
    return end(why, ran, started, port);
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
    var graceful = new GracefulStop(template.preStop(), surroundings.checker());
    switch (why) {
      case Ending.Exited(int code) -> state.gone(number, ExitStatus.describe(code));
      case Ending.Unhealthy(String reason, Duration grace) -> {
        state.notReady(number, reason);
        graceful.run(process, target, grace);
      }
      case Ending.Stopped() -> graceful.run(process, target, template.grace());
    }
  }

  private RunEnd end(Ending why, Duration ran, RunningProcess process, int port) {
    return switch (why) {
      case Ending.Exited(int code) -> exited(code, ran, process, port);
      case Ending.Unhealthy(String reason, Duration grace) -> new RunEnd(reason, ran, false);
      case Ending.Stopped() -> new RunEnd("stopped", ran, false);
    };
  }

  private RunEnd exited(int code, Duration ran, RunningProcess process, int port) {
    var message = "%s after %.1f s".formatted(ExitStatus.describe(code), ran.toMillis() / 1_000.0);
    if (code != 0 && !wasReady) {
      var taken = PortTaken.read(process.lastLines(), port, other -> !Ports.isFree(other));
      if (taken.foreign().isPresent()) {
        var words = "tries to listen on %d, which is taken, and not on its PORT %d; %s";
        return new RunEnd(words.formatted(taken.foreign().getAsInt(), port, message), ran, false);
      }
      return new RunEnd(message + process.lastOutput(), ran, taken.own());
    }
    return new RunEnd(message + process.lastOutput(), ran, false);
  }

  @Override
  public void notYetReady(String reason) {
    state.notYetReady(number, reason);
  }

  @Override
  public void notListening(int port, String otherwise) {
    var running = process;
    if (running != null) {
      var words = SilentPort.explain(port, running.listening());
      state.notYetReady(number, otherwise.isEmpty() ? words : words + "; " + otherwise);
    }
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
