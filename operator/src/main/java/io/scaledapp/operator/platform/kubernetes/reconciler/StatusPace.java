package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.fabric8.kubernetes.api.model.Condition;
import io.scaledapp.crds.v1alpha1.ScaledAppStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * When a status is written: at once when something happened, and at most every 15 s when only
 * figures moved, such as the load and the numbers in a message. Any thread.
 */
final class StatusPace {

  static final Duration PERIOD = Duration.ofSeconds(15);

  private final Map<String, Instant> figuresWritten = new ConcurrentHashMap<>();

  /** What to do now. */
  sealed interface Step {
    record Write(ScaledAppStatus status) implements Step {}

    record Wait(Duration duration) implements Step {}

    record Nothing() implements Step {}
  }

  /**
   * The next step of one app, which is taken as done.
   *
   * @param written what the API server has
   * @param seen what is
   */
  Step next(String app, @Nullable ScaledAppStatus written, ScaledAppStatus seen, Instant now) {
    if (seen.equals(written)) {
      return new Step.Nothing();
    }
    var since = figuresWritten.get(app);
    if (since == null || !now.isBefore(since.plus(PERIOD))) {
      figuresWritten.put(app, now);
      return new Step.Write(seen);
    }
    if (written == null || isNews(written, seen)) {
      return new Step.Write(written == null ? seen : seen.withLoad(written.load()));
    }
    return new Step.Wait(Duration.between(now, since.plus(PERIOD)));
  }

  void forget(String app) {
    figuresWritten.remove(app);
  }

  /** Whether more than figures differ. */
  static boolean isNews(ScaledAppStatus before, ScaledAppStatus after) {
    return !Objects.equals(withoutFigures(before), withoutFigures(after));
  }

  private static ScaledAppStatus withoutFigures(ScaledAppStatus status) {
    var conditions = status.conditions() == null ? List.<Condition>of() : status.conditions();
    return status
        .withLoad(null)
        .withConditions(
            conditions.stream().map(one -> one.toBuilder().withMessage("").build()).toList());
  }
}
