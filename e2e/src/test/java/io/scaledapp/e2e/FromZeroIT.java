package io.scaledapp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An app that is not used costs nothing, and its next visitor is served all the same. */
class FromZeroIT {

  @Test
  void goesToZeroWhenIdleAndTheFirstRequestAfterItIsHeldAndAnswered(@TempDir Path folder)
      throws Exception {
    var app =
        new TinyApp(folder, "tiny")
            .write("hello", "  scaling:\n    minReplicas: 0\n    scaleToZeroAfter: 2s\n");
    try (var up = Up.start(folder, app.file());
        var first = new HttpConnection(up.awaitRoute(app.host()).port())) {
      Await.until(
          "no replica is left",
          Duration.ofSeconds(60),
          () ->
              up.app("tiny").at("/status/desiredReplicas").asInt(-1) == 0
                  && up.app("tiny").at("/status/replicas").asInt(-1) == 0);
      assertThat(first.get(app.host(), "/").status()).isEqualTo(200);
    }
  }
}
