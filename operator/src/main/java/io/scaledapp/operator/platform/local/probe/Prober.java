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
 * <p>A process that is not ready after 5 s, and on whose port nothing listens, is told once; its
 * probes may take far longer to fail, and would not know why.
 *
 * <p>Without a readiness probe a process is ready once something listens on its port, and stays so.
 */
public final class Prober implements AutoCloseable {
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private final Probes probes;
  private final Target target;
  private final Checker checker;
  private final Duration quickPeriod;
  private final ProbeListener listener;
  private final List<Thread> threads = new ArrayList<>();
  private boolean closed;
  private boolean wasReady;

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
    if (probes.startup().isPresent() || probes.readiness().isPresent()) {
      fork("port", this::port);
    }
  }

  private void port() throws InterruptedException {
    Thread.sleep(SILENCE);
    if (!listens()) {
      tell(this::tellSilence);
    }
  }

  private synchronized void tellSilence(ProbeListener listener) {
    if (!wasReady) {
      listener.notListening(target.port(), "");
    }
  }

  private boolean listens() throws InterruptedException {
    var spec = Probes.LISTENING;
    return checker.attempt(spec.check(), target, spec.timeout()).isEmpty();
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
      var listening = loop(Probes.LISTENING, startedAt);
      while (listening.awaitFirstPass().isPresent()) {
        tell(l -> l.notListening(target.port(), ""));
      }
      tellReady();
      return;
    }
    var loop = loop(probes.readiness().get(), startedAt);
    awaitReady(loop);
    while (true) {
      var failure = loop.awaitFailure();
      tell(l -> l.notReady("readiness probe failed: " + failure));
      loop.awaitRecovery();
      tellReady();
    }
  }

  /** A process that is not ready yet may stay so: only startup and liveness end it. */
  private void awaitReady(ProbeLoop loop) throws InterruptedException {
    for (var failure = loop.awaitFirstPass();
        failure.isPresent();
        failure = loop.awaitFirstPass()) {
      var message = "readiness probe fails: " + failure.get();
      if (listens()) {
        tell(l -> l.notYetReady(message));
      } else {
        tell(l -> l.notListening(target.port(), message));
      }
    }
    tellReady();
  }

  private synchronized void tellReady() {
    wasReady = true;
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
