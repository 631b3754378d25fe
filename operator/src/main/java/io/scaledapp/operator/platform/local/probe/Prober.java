package io.scaledapp.operator.platform.local.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Probes one process as the kubelet does: the startup probe until it passes, then readiness and
 * liveness beside each other. One thing differs, since a start should not wait for a clock: until a
 * process is ready for the first time it is probed more often than its period says. Failures count
 * only once a period there, so nothing fails sooner.
 *
 * <p>Without a readiness probe a process is ready once something listens on its port, and stays so.
 */
public final class Prober implements AutoCloseable {
  private final Probes probes;
  private final Target target;
  private final Checker checker;
  private final Duration quickPeriod;
  private final ProbeListener listener;
  private final List<Thread> threads = new ArrayList<>();
  private boolean closed;

  private Prober(
      Probes probes, Target target, Checker checker, Duration quickPeriod, ProbeListener listener) {
    this.probes = probes;
    this.target = target;
    this.checker = checker;
    this.quickPeriod = quickPeriod;
    this.listener = listener;
  }

  /**
   * Begins to probe a process that was started just now.
   *
   * @param quickPeriod from one attempt to the next while the process is starting
   */
  public static Prober start(
      Probes probes, Target target, Checker checker, Duration quickPeriod, ProbeListener listener) {
    var prober = new Prober(probes, target, checker, quickPeriod, listener);
    prober.begin();
    return prober;
  }

  private void begin() {
    var startedAt = System.nanoTime();
    fork("startup", () -> startup(startedAt));
  }

  private void startup(long startedAt) throws InterruptedException {
    if (probes.startup().isPresent()) {
      var spec = probes.startup().get();
      var failure = loop(spec, startedAt).awaitFirstPass();
      if (failure.isPresent()) {
        tell(l -> l.unhealthy("startup probe failed: " + failure.get(), spec.grace()));
        return;
      }
    }
    probes.liveness().ifPresent(spec -> fork("liveness", () -> liveness(spec, startedAt)));
    readiness(startedAt);
  }

  private void liveness(ProbeSpec spec, long startedAt) throws InterruptedException {
    var failure = loop(spec, startedAt).awaitFailure();
    tell(l -> l.unhealthy("liveness probe failed: " + failure, spec.grace()));
  }

  private void readiness(long startedAt) throws InterruptedException {
    if (probes.readiness().isEmpty()) {
      awaitReady(loop(Probes.LISTENING, startedAt), "does not listen on the port in PORT: ");
      return;
    }
    var loop = loop(probes.readiness().get(), startedAt);
    awaitReady(loop, "readiness probe fails: ");
    while (true) {
      var failure = loop.awaitFailure();
      tell(l -> l.notReady("readiness probe failed: " + failure));
      loop.awaitRecovery();
      tell(ProbeListener::ready);
    }
  }

  /** A process that is not ready yet may stay so: only startup and liveness end it. */
  private void awaitReady(ProbeLoop loop, String otherwise) throws InterruptedException {
    for (var failure = loop.awaitFirstPass();
        failure.isPresent();
        failure = loop.awaitFirstPass()) {
      var message = otherwise + failure.get();
      tell(l -> l.notYetReady(message));
    }
    tell(ProbeListener::ready);
  }

  private ProbeLoop loop(ProbeSpec spec, long startedAt) {
    return new ProbeLoop(spec, target, checker, quickPeriod, startedAt);
  }

  private synchronized void fork(String probe, Body body) {
    if (closed) {
      return;
    }
    threads.add(
        Thread.ofVirtual()
            .name(probe + " probe")
            .start(
                () -> {
                  try {
                    body.run();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
  }

  private synchronized void tell(Consumer<ProbeListener> word) {
    if (!closed) {
      word.accept(listener);
    }
  }

  /** Ends the probes; the listener is told nothing after it. */
  @Override
  public synchronized void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
  }

  private interface Body {
    void run() throws InterruptedException;
  }
}
