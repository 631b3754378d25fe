package io.scaledapp.operator.admin;

import com.sun.net.httpserver.HttpExchange;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.Apps;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Health of the program. It is live when it answers at all, and ready when it has taken up what it
 * was started with and each app's condition {@code Ready} is true.
 */
final class HealthResource {

  private final Apps apps;
  private final BooleanSupplier started;

  HealthResource(Apps apps, BooleanSupplier started) {
    this.apps = apps;
    this.started = started;
  }

  Answer live(HttpExchange request) {
    return Requests.only(request, "GET, HEAD").orElseGet(() -> Answer.text(200, "live\n"));
  }

  Answer ready(HttpExchange request) {
    return Requests.only(request, "GET, HEAD").orElseGet(this::ready);
  }

  private Answer ready() {
    if (!started.getAsBoolean()) {
      return Answer.text(503, "not ready: starting\n");
    }
    var waiting =
        apps.list().stream()
            .filter(app -> !isReady(app))
            .map(app -> app.getMetadata().getName())
            .collect(Collectors.joining(", "));
    return waiting.isEmpty()
        ? Answer.text(200, "ready\n")
        : Answer.text(503, "not ready: " + waiting + "\n");
  }

  private static boolean isReady(ScaledApp app) {
    var status = app.getStatus();
    return status != null
        && status.conditions() != null
        && status.conditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("Ready") && condition.getStatus().equals("True"));
  }
}
