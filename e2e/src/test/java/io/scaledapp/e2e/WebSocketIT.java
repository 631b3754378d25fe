package io.scaledapp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One socket outlives what happens around it. */
class WebSocketIT {

  @Test
  void staysOpenThroughAScaleUpARouteChangeAndAScaleDownThatSparesItsReplica(@TempDir Path folder)
      throws Exception {
    var file = copyOfExpressSample(folder);
    try (var up = Up.start(folder, file)) {
      up.awaitReady("express-hello", 1, Duration.ofMinutes(5));
      try (var socket = new WebSocketConnection(up.port(), "express-hello.localhost", "/ws")) {
        assertThat(socket.echo("one")).isEqualTo("one");

        up.run("scale", "express-hello", "--replicas", "3");
        up.awaitReady("express-hello", 3, Duration.ofSeconds(60));
        assertThat(socket.echo("scaled up")).isEqualTo("scaled up");

        addHost(file, "other.localhost");
        Await.until(
            "the new host is routed",
            Duration.ofSeconds(20),
            () -> status(up, "other.localhost") == 200);
        assertThat(socket.echo("route changed")).isEqualTo("route changed");

        up.run("scale", "express-hello", "--replicas", "1");
        Await.until(
            "one replica is left",
            Duration.ofSeconds(60),
            () -> up.app("express-hello").at("/status/replicas").asInt() == 1);
        assertThat(socket.echo("scaled down")).isEqualTo("scaled down");
      }
    }
  }

  /**
   * The sample runs where it was built; only its ScaledApp is copied, so that it can be changed.
   */
  private static Path copyOfExpressSample(Path folder) throws Exception {
    var home = Files.createDirectories(folder.resolve("express-hello"));
    try (var files = Files.list(Up.EXPRESS.getParent())) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, home.resolve(file.getFileName()));
      }
    }
    return home.resolve("scaledapp.yaml");
  }

  private static void addHost(Path file, String host) throws Exception {
    var yaml = Files.readString(file);
    var changed = yaml.replace("express-hello.localhost", "express-hello.localhost, " + host);
    assertThat(changed).isNotEqualTo(yaml);
    Files.writeString(file, changed);
  }

  private static int status(Up up, String host) {
    return Await.unchecked(
        () -> {
          try (var connection = new HttpConnection(up.port())) {
            return connection.get(host, "/").status();
          }
        });
  }
}
