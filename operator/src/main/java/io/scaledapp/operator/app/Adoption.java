package io.scaledapp.operator.app;

import org.jspecify.annotations.Nullable;

/**
 * A workload of somebody else that an app takes over, as its platform sees it at one moment.
 *
 * @param workload its kind and name, for people
 * @param count how many replicas it is to have
 * @param rolling whether it is replacing its replicas by others itself
 * @param selector of its pods, as text; null while it is not known
 * @param refusal why it is left as it is; null while it is scaled
 */
public record Adoption(
    String workload,
    int count,
    boolean rolling,
    @Nullable String selector,
    @Nullable Refusal refusal) {

  /**
   * Why a workload is not scaled.
   *
   * @param reason one CamelCase word, as in a condition
   * @param message what is in the way and how to mend it, for a person
   * @param passing whether it ends by itself within moments, so that nobody is told
   */
  public record Refusal(String reason, String message, boolean passing) {}

  /** Whether it is left as it is for a reason that somebody has to mend. */
  public boolean isRefused() {
    return refusal != null && !refusal.passing();
  }

  /**
   * How many replicas to plan with. A workload that replaces its replicas chooses itself which go,
   * and has more of them meanwhile: those are no surplus, and its count is not lowered.
   *
   * @param alive those that there are and that are to stay
   */
  public int planned(int desired, int alive) {
    return rolling ? Math.max(desired, count) + Math.max(0, alive - count) : desired;
  }
}
