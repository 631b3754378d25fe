package io.scaledapp.operator.app.engine;

import io.scaledapp.operator.app.AppEvent;
import io.scaledapp.operator.app.AppEvent.Kind;
import io.scaledapp.operator.app.MemoryUse;
import io.scaledapp.operator.app.model.AppModel;
import io.scaledapp.operator.app.plan.RecyclePolicy;
import io.scaledapp.operator.app.plan.Recycling;
import io.scaledapp.operator.app.plan.ReplicaState;
import io.scaledapp.operator.app.plan.Rollout;
import io.scaledapp.operator.app.status.Trouble;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Has replicas of one app replaced that use too much memory. Confined to the loop. */
final class Recycler {

  private final String app;
  private final Surroundings around;
  private @Nullable RecyclePolicy policy;
  private Recycling state = Recycling.NONE;
  private @Nullable String unmeasured;

  Recycler(String app, Surroundings around) {
    this.app = app;
    this.around = around;
  }

  /** What is wrong; null when nothing is. */
  @Nullable Trouble trouble() {
    if (unmeasured != null) {
      return new Trouble("MemoryNotMeasured", unmeasured);
    }
    var tooSoon = state.trouble();
    return tooSoon == null ? null : new Trouble("RecycledTooSoon", tooSoon);
  }

  boolean isIdle() {
    return state.going() == null;
  }

  /** Nothing is replaced any more. */
  void rest() {
    policy = null;
    state = Recycling.NONE;
    unmeasured = null;
  }

  /** The replicas as the plan is to see them. */
  List<ReplicaState> look(
      AppModel model, List<ReplicaState> replicas, Rollout rollout, Instant now) {
    var wanted = model.recycle();
    if (wanted == null) {
      rest();
      return replicas;
    }
    if (!wanted.equals(policy)) {
      rest();
      policy = wanted;
    }
    var use = around.platform().memory(model.source());
    var before = state;
    state = state.next(wanted, replicas, use, mayBegin(replicas, rollout), now);
    tell(before, replicas, wanted, now);
    tellWhetherMeasured(use, now);
    return state.mark(replicas);
  }

  private static boolean mayBegin(List<ReplicaState> replicas, Rollout rollout) {
    return rollout.done()
        && rollout.failure() == null
        && replicas.stream()
            .allMatch(
                one ->
                    one.drain() == null
                        && !one.replica().displaced()
                        && one.replica().revision() == rollout.serving());
  }

  private void tell(
      Recycling before, List<ReplicaState> replicas, RecyclePolicy wanted, Instant now) {
    var going = state.going();
    if (going == null || going.equals(before.going())) {
      return;
    }
    var words =
        "uses %s of memory, more than spec.recycle.memory, %s: another takes over"
            .formatted(Recycling.mebibytes(going.bytes()), wanted.words());
    tell(Kind.RECYCLING, name(going.replica(), replicas), words, now);
    var tooSoon = state.trouble();
    if (tooSoon != null && before.trouble() == null) {
      tell(Kind.RECYCLED_TOO_SOON, null, tooSoon, now);
    }
  }

  private void tellWhetherMeasured(MemoryUse use, Instant now) {
    if (use.problem() != null && !Objects.equals(use.problem(), unmeasured)) {
      tell(Kind.MEMORY_NOT_MEASURED, null, use.problem(), now);
    }
    unmeasured = use.problem();
  }

  private static String name(String id, List<ReplicaState> replicas) {
    return replicas.stream()
        .map(ReplicaState::replica)
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow()
        .name();
  }

  private void tell(Kind kind, @Nullable String replica, String message, Instant now) {
    around.events().accept(new AppEvent(now, app, kind, replica, message));
  }
}
