package io.scaledapp.operator.app.engine;

import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Revision;
import io.scaledapp.operator.app.model.AppModel;
import io.scaledapp.operator.app.model.RevisionTemplate;
import io.scaledapp.operator.app.plan.Rollout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The revisions of one app that may still be started or are running. Confined to one thread. */
final class Revisions {

  private final Map<Integer, Revision> revisions = new HashMap<>();
  private final Map<Integer, RevisionTemplate> templates = new HashMap<>();
  private @Nullable RevisionTemplate newest;

  /** Whether replicas of the newest revision would not be what the app wants. */
  boolean differFrom(AppModel model) {
    return !Objects.equals(newest, model.template());
  }

  /** Takes in those that are there already, of which the newest may be what the app wants. */
  void resume(Map<Integer, String> known, int wanted, AppModel model) {
    known.forEach(
        (number, digest) ->
            revisions.put(number, new Revision(model.id(), number, digest, model.source())));
    if (revisions.containsKey(wanted)) {
      newest = model.template();
    } else {
      add(wanted, model);
    }
  }

  void add(int number, AppModel model) {
    revisions.put(number, new Revision(model.id(), number, digest(model), model.source()));
    newest = model.template();
    if (newest != null) {
      templates.put(number, newest);
    }
  }

  /** What a revision is made from; null if that is known by its digest only. */
  @Nullable RevisionTemplate template(int number) {
    return templates.get(number);
  }

  private static String digest(AppModel model) {
    return model.template() == null ? "" : model.template().digest();
  }

  Revision get(int number) {
    return Objects.requireNonNull(revisions.get(number), () -> "no revision " + number);
  }

  /** Forgets those that nothing can need any more. */
  void retain(Rollout rollout, List<Replica> replicas) {
    revisions
        .keySet()
        .removeIf(
            number ->
                number != rollout.wanted()
                    && number != rollout.lastGood()
                    && replicas.stream().noneMatch(one -> one.revision() == number));
    templates.keySet().retainAll(revisions.keySet());
  }
}
