package io.scaledapp.operator.platform.local;

import io.scaledapp.operator.platform.local.probe.Check;
import io.scaledapp.operator.platform.local.probe.Checker;
import io.scaledapp.operator.platform.local.probe.Target;
import io.scaledapp.operator.platform.local.process.RunningProcess;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a process as the kubelet ends a container: the hook, SIGTERM, and SIGKILL when the grace
 * period is over, which begins with the hook.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination">Termination
 *     of Pods</a>
 */
final class GracefulStop {
  private static final Logger log = LoggerFactory.getLogger(GracefulStop.class);

  /**
   * What SIGTERM is given at least, however long the hook took; the kubelet's figure. A grace
   * period of 0 means SIGKILL at once.
   */
  private static final Duration LEAST_GRACE = Duration.ofSeconds(2);

  private final Optional<PreStop> hook;
  private final Checker checker;

  GracefulStop(Optional<PreStop> hook, Checker checker) {
    this.hook = hook;
    this.checker = checker;
  }

  /** Returns when nothing of the process is left. */
  void run(RunningProcess process, Target target, Duration grace) throws InterruptedException {
    var begin = System.nanoTime();
    if (hook.isPresent() && !grace.isZero()) {
      call(hook.get(), process, target, grace);
    }
    var left = grace.minusNanos(System.nanoTime() - begin);
    var least = grace.isZero() ? Duration.ZERO : LEAST_GRACE;
    process.stop(left.compareTo(least) < 0 ? least : left);
  }

  private void call(PreStop hook, RunningProcess process, Target target, Duration grace)
      throws InterruptedException {
    switch (hook) {
      case PreStop.Sleep(Duration duration) ->
          process.awaitExit(duration.compareTo(grace) < 0 ? duration : grace);
      case PreStop.Call(Check check) ->
          checker
              .attempt(check, target, grace)
              .ifPresent(
                  failure ->
                      log.atWarn()
                          .addKeyValue("replica", target.environment().get("SCALEDAPP_REPLICA"))
                          .addKeyValue("reason", failure)
                          .log("preStop hook failed"));
    }
  }
}
