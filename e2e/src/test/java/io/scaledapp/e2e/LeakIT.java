package io.scaledapp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica that leaks memory is replaced in time, and no request notices. */
class LeakIT {

  /** 20 MiB a second, up to a bound for the machine's sake. */
  private static final String SERVER =
      """
      const http = require('node:http');
      const leak = [];
      setInterval(() => leak.length < 100 && leak.push(Buffer.alloc(4 << 20, 1)), 200);
      const server = http.createServer((request, response) =>
        setTimeout(() => response.end(JSON.stringify({pid: process.pid})), 100));
      server.listen(process.env.PORT, '127.0.0.1');
      process.on('SIGTERM', () => server.close(() => process.exit(0)));
      """;

  private static final String RECYCLING =
      "more than spec.recycle.memory, 160Mi: another takes over";

  @Test
  void leakingReplicasAreReplacedAndNoRequestFails(@TempDir Path folder) throws Exception {
    var app = new TinyApp(folder, "leak").write("hello", "  recycle: {memory: 160Mi}\n");
    Files.writeString(app.file().resolveSibling("server.js"), SERVER);
    try (var up = Up.start(folder, app.file())) {
      up.awaitReady("leak", 1, Duration.ofSeconds(60));
      var first = pid(up, app);
      try (var prober = Prober.start(up.port(), app.host(), "/", 16)) {
        Await.until(
            "a second replica is replaced as well",
            Duration.ofSeconds(120),
            () -> up.output().split(RECYCLING, -1).length > 2);
        Await.until(
            "the first process is gone",
            Duration.ofSeconds(60),
            () -> ProcessHandle.of(first).isEmpty());
        assertThat(prober.stop()).isEmpty();
        assertThat(prober.answered()).isPositive();
      }
      assertThat(pid(up, app)).isNotEqualTo(first);
    }
  }

  private static long pid(Up up, TinyApp app) throws Exception {
    try (var connection = new HttpConnection(up.port())) {
      return new ObjectMapper()
          .readTree(connection.get(app.host(), "/").body())
          .at("/pid")
          .asLong();
    }
  }
}
