package io.scaledapp.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.scaledapp.e2e.cluster.Artifacts;
import io.scaledapp.e2e.cluster.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The balancer keeps every rule of HTTP/2 that h2spec looks at. */
class Http2ConformanceIT {

  @Test
  void everyCaseOfH2specPasses(@TempDir Path folder) throws Exception {
    var h2spec = Artifacts.ifAvailable("h2spec");
    assumeThat(h2spec).as("Go, or the pip that fetches it").isPresent();
    var app = new TinyApp(folder, "tiny");
    app.writeRaw(app.yaml("hello", "").replace(app.host(), "127.0.0.1"));
    try (var up = Up.start(folder, app.file())) {
      up.awaitReady("tiny", 1, Duration.ofMinutes(5)).awaitRoute("127.0.0.1");
      var port = Integer.toString(up.port());
      var command = List.of(h2spec.orElseThrow(), "-h", "127.0.0.1", "-p", port, "-o", "10");
      var result = Command.run(Map.of(), Duration.ofMinutes(10), command);
      assertThat(result.orFail()).contains(", 0 skipped, 0 failed");
    }
  }
}
