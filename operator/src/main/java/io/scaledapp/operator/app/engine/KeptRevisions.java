package io.scaledapp.operator.app.engine;

import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.AppOperationException;
import io.scaledapp.operator.app.ListedRevision;
import io.scaledapp.operator.app.Platform;
import io.scaledapp.operator.app.history.Cause;
import io.scaledapp.operator.app.history.RevisionHistory;
import io.scaledapp.operator.app.history.RevisionRecord;
import io.scaledapp.operator.app.model.AppModel;
import io.scaledapp.operator.app.model.RevisionTemplate;
import io.scaledapp.operator.app.plan.Rollout;
import io.scaledapp.operator.app.plan.RolloutWords;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The revisions that one app had, kept on its platform; nothing where the platform has its own way
 * to keep them. Confined to the loop.
 */
final class KeptRevisions {

  private final ScaledApp app;
  private final Platform platform;
  private final boolean keeps;
  private RevisionHistory history;
  private @Nullable Begun begun;
  private @Nullable String ended;

  /** The newest revision; null as template where replicas are not made from one. */
  private record Begun(
      int number, Cause cause, @Nullable String message, @Nullable RevisionTemplate template) {}

  /**
   * Begins with what is kept.
   *
   * @param app as it is when it begins, which is where they are kept until it is gone
   */
  KeptRevisions(ScaledApp app, Platform platform) {
    this.app = app;
    this.platform = platform;
    var kept = platform.history(app);
    this.keeps = kept != null;
    this.history = kept == null ? RevisionHistory.NONE : kept;
  }

  /** The number of the app's first revision in this run. */
  int begin(AppModel model) {
    return model.template() == null ? 1 : history.begin(model.template().digest());
  }

  /**
   * A revision was begun.
   *
   * @param message more about the cause; null for nothing
   */
  void began(int number, AppModel model, Cause cause, @Nullable String message) {
    begun = new Begun(number, cause, message, model.template());
    // One that goes on from a former run is there as it was completed then.
    var known = history.find(number).filter(RevisionRecord::isCompleted);
    ended = known.map(RevisionRecord::outcome).orElse(null);
  }

  /** Keeps the newest revision as soon as its rollout has ended in another way than is known. */
  void look(Rollout rollout, AppModel model, RolloutWords words, Instant now) {
    if (!keeps || begun == null || begun.number != rollout.wanted()) {
      return;
    }
    var outcome = outcome(rollout);
    if (outcome == null || outcome.equals(ended) || begun.template == null) {
      return;
    }
    ended = outcome;
    var failure = rollout.failure();
    var message = failure == null ? begun.message : failure.words(failure.cause());
    var record =
        new RevisionRecord(begun.number, now, begun.cause, outcome, message, begun.template);
    history = history.with(record, rollout.inPlace(), model.historyLimit());
    platform.keepHistory(app, history);
  }

  private static @Nullable String outcome(Rollout rollout) {
    var failure = rollout.failure();
    if (failure != null) {
      return rollout.isGivenUp() ? failure.reason() : null;
    }
    return rollout.done() ? RevisionRecord.COMPLETED : null;
  }

  List<ListedRevision> list(Rollout rollout) {
    var serving = rollout.inPlace();
    return history.records().stream()
        .map(one -> new ListedRevision(one, one.number() == serving))
        .toList();
  }

  /**
   * The revision to go back to.
   *
   * @param number null for the one before that has another template
   * @param digest of the template of what serves
   * @throws AppOperationException saying why there is none
   */
  RevisionRecord target(@Nullable Integer number, Rollout rollout, String digest) {
    var target = number == null ? former(rollout, digest) : named(number);
    if (target.template().digest().equals(digest)) {
      throw new AppOperationException(
          "revision %d has the template that is in place: there is nothing to go back to"
              .formatted(target.number()));
    }
    return target;
  }

  private RevisionRecord named(int number) {
    return history
        .find(number)
        .orElseThrow(
            () ->
                new AppOperationException(
                    history.records().isEmpty()
                        ? "there is no revision %d: none is kept yet".formatted(number)
                        : "there is no revision %d; those that are kept: %s"
                            .formatted(number, history.numbers())));
  }

  private RevisionRecord former(Rollout rollout, String digest) {
    if (!rollout.done()) {
      throw new AppOperationException(
          "revision %d, the first one, is not in place yet: there is nothing to go back to"
              .formatted(rollout.wanted()));
    }
    return history
        .latestUnlike(digest)
        .orElseThrow(
            () ->
                new AppOperationException(
                    "revision %d is in place, and no other with another template is kept: there is nothing to go back to"
                        .formatted(rollout.wanted())));
  }

  /** The app is gone, and its revisions with it. */
  void forget() {
    if (keeps && !Objects.equals(history, RevisionHistory.NONE)) {
      platform.forgetHistory(app);
    }
  }
}
