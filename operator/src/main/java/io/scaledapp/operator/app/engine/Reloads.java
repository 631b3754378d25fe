package io.scaledapp.operator.app.engine;

import io.scaledapp.operator.app.AppOperationException;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.plan.Rollout;
import io.scaledapp.operator.app.plan.RolloutWords;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The reloads of one app that somebody waits for. Confined to one thread. */
final class Reloads {

  private final RolloutWords words;
  private final List<Reload> waiting = new ArrayList<>();

  private record Reload(int revision, CompletableFuture<Void> end) {}

  Reloads(RolloutWords words) {
    this.words = words;
  }

  CompletableFuture<Void> await(int revision) {
    var end = new CompletableFuture<Void>();
    waiting.add(new Reload(revision, end));
    return end;
  }

  /** Ends those whose outcome is known by now. */
  void settle(Rollout rollout, List<Replica> replicas) {
    var failure = rollout.failure();
    var othersGone = replicas.stream().allMatch(one -> one.revision() == rollout.wanted());
    for (var reload : List.copyOf(waiting)) {
      if (reload.revision != rollout.wanted()) {
        fail(reload, "another change of the app came in between");
      } else if (failure != null) {
        fail(reload, failure.reason() + ": " + rollout.failureInWords(words));
      } else if (rollout.done() && othersGone) {
        waiting.remove(reload);
        reload.end.complete(null);
      }
    }
  }

  void failAll(String message) {
    List.copyOf(waiting).forEach(reload -> fail(reload, message));
  }

  private void fail(Reload reload, String message) {
    waiting.remove(reload);
    reload.end.completeExceptionally(new AppOperationException(message));
  }
}
