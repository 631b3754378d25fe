package io.scaledapp.operator.app.engine;

import io.scaledapp.operator.app.AppOperationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something asked of the engine from outside the loop, and the answer that is waited for. */
final class Question<T> implements Runnable {

  private final Supplier<CompletionStage<T>> question;
  private final CompletableFuture<T> answer = new CompletableFuture<>();

  Question(Supplier<CompletionStage<T>> question) {
    this.question = question;
  }

  CompletionStage<T> answer() {
    return answer;
  }

  /** Asks; on the loop. */
  @Override
  public void run() {
    try {
      question.get().whenComplete(this::answer);
    } catch (IllegalArgumentException invalid) {
      answer.completeExceptionally(new AppOperationException(String.valueOf(invalid.getMessage())));
    } catch (RuntimeException failure) {
      answer.completeExceptionally(failure);
    }
  }

  /** Answers that it is too late, unless there is an answer already; any thread. */
  void tooLate() {
    answer.completeExceptionally(new AppOperationException("is shutting down"));
  }

  private void answer(T value, @Nullable Throwable failure) {
    if (failure == null) {
      answer.complete(value);
    } else {
      answer.completeExceptionally(failure);
    }
  }
}
