package io.scaledapp.operator.app.engine;

import io.scaledapp.operator.app.Adoption;
import io.scaledapp.operator.app.AppEvent.Kind;
import io.scaledapp.operator.app.model.AppModel;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Whether the workload that one app adopts is its to scale. Confined to one thread. */
final class AdoptionWatch {

  private final BiConsumer<Kind, String> events;
  private @Nullable Integer inherited;
  private @Nullable String refusal;
  private boolean holds;

  /**
   * Begins without a workload.
   *
   * @param model whose status tells what another leader wanted last, if one did
   * @param events told what happens
   */
  AdoptionWatch(AppModel model, BiConsumer<Kind, String> events) {
    var status = model.source().getStatus();
    this.inherited = status == null ? null : status.desiredReplicas();
    this.events = events;
  }

  /** Whether the app may scale it as of the latest look. */
  boolean holds() {
    return holds;
  }

  /**
   * Takes in how the workload stands.
   *
   * @return the count to begin with, when it is the app's to scale from here on
   */
  OptionalInt look(@Nullable Adoption adoption) {
    var held = holds;
    holds = adoption != null && adoption.refusal() == null;
    if (adoption == null || (adoption.refusal() != null && adoption.refusal().passing())) {
      return OptionalInt.empty();
    }
    tellRefusal(adoption.refusal() == null ? null : adoption.refusal().message());
    var begins = holds && !held ? OptionalInt.of(begin(adoption)) : OptionalInt.empty();
    inherited = null;
    return begins;
  }

  private void tellRefusal(@Nullable String reason) {
    if (reason != null && !Objects.equals(reason, refusal)) {
      events.accept(Kind.ADOPTION_REFUSED, reason);
    }
    refusal = reason;
  }

  /** One that another leader had adopted is no news. */
  private int begin(Adoption adoption) {
    if (inherited != null) {
      return inherited;
    }
    var count = adoption.count() == 1 ? "1 replica" : adoption.count() + " replicas";
    events.accept(Kind.ADOPTED, adoption.workload() + " is adopted with " + count);
    return adoption.count();
  }
}
