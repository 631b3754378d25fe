package io.scaledapp.operator.app.model;

import io.scaledapp.crds.v1alpha1.ScaledApp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A command that must succeed before a revision's first replica starts, with every default filled
 * in.
 *
 * @param timeout of all tries together
 * @param retries how often it is tried again after it failed
 */
public record PreRolloutJob(List<String> command, Duration timeout, int retries) {

  /** The field that its command comes from, for messages. */
  public static final String COMMAND_FIELD = "spec.rollout.before.command";

  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  /**
   * That of an app; empty if it has none.
   *
   * @throws IllegalArgumentException with the field, if it is invalid
   */
  public static Optional<PreRolloutJob> of(ScaledApp app) {
    return Optional.ofNullable(app.getSpec().rollout())
        .flatMap(rollout -> Optional.ofNullable(rollout.before()))
        .map(
            before ->
                new PreRolloutJob(
                    List.copyOf(before.command()),
                    Durations.parse(before.timeout(), "spec.rollout.before.timeout", TIMEOUT),
                    before.retries() == null ? 0 : before.retries()));
  }
}
