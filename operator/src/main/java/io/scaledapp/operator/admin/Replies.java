package io.scaledapp.operator.admin;

import io.scaledapp.operator.app.AppOperationException;
import io.scaledapp.operator.app.UnknownAppException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits for what was asked of the apps and turns a failure into its HTTP status. */
final class Replies {
  private Replies() {}

  /**
   * Waits.
   *
   * @param app begins the words of what failed
   */
  static <T> T await(CompletionStage<T> asked, String app, Duration patience)
      throws InterruptedException {
    try {
      return asked.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new RequestException(
          504,
          "Gateway Timeout",
          app + ": not done after " + patience.toSeconds() + " s; it goes on");
    } catch (ExecutionException e) {
      throw failure(e.getCause(), app);
    }
  }

  private static RuntimeException failure(@Nullable Throwable cause, String app) {
    return switch (cause) {
      case UnknownAppException e -> new RequestException(404, "Not Found", message(e));
      case AppOperationException e ->
          new RequestException(409, "Conflict", app + ": " + message(e));
      case RuntimeException e -> e;
      case null, default -> new IllegalStateException(cause);
    };
  }

  private static String message(Throwable e) {
    var message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
