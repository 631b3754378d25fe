package io.scaledapp.operator.app.engine;

import io.scaledapp.operator.app.Adoption;
import io.scaledapp.operator.app.AppEvent.Kind;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Whether the workload that one app adopts is its to scale. Confined to one thread. */
final class AdoptionWatch {

  private final BiConsumer<Kind, String> events;
  private boolean known;
  private boolean holds;
  private @Nullable String refusal;

  /**
   * Begins without a workload.
   *
   * @param known whether it was adopted before, by another leader, so that it is no news
   * @param events told what happens
   */
  AdoptionWatch(boolean known, BiConsumer<Kind, String> events) {
    this.known = known;
    this.events = events;
  }

  /** Whether the app may scale it as of the latest look. */
  boolean holds() {
    return holds;
  }

  /** Takes in how the workload stands; true when it can be scaled from here on. */
  boolean look(@Nullable Adoption adoption) {
    var held = holds;
    holds = adoption != null && adoption.refusal() == null;
    if (adoption == null || (adoption.refusal() != null && adoption.refusal().passing())) {
      return false;
    }
    var reason = adoption.refusal() == null ? null : adoption.refusal().message();
    if (reason != null && !Objects.equals(reason, refusal)) {
      events.accept(Kind.ADOPTION_REFUSED, reason);
    }
    if (holds && !held && !known) {
      var count = adoption.count() == 1 ? "1 replica" : adoption.count() + " replicas";
      events.accept(Kind.ADOPTED, adoption.workload() + " is adopted with " + count);
    }
    refusal = reason;
    known = false;
    return holds && !held;
  }
}
