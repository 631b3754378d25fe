package io.scaledapp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The sample express-redis: what breaks when an app gets a second replica does not break there. */
@ExtendWith(RedisCondition.class)
class SharedStateIT {

  private static final Path SAMPLE = Up.PROJECT.resolve("e2e/apps/express-redis");
  private static final String HOST = "express-redis.localhost";
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void sessionsAndCacheAreTheSameInBothReplicasAndJobsRunOnce(@TempDir Path folder)
      throws Exception {
    try (var redis = new RedisServer(folder);
        var up = Up.start(folder, sampleOn(redis, folder.resolve("app")))) {
      up.awaitReady("express-redis", 2, Duration.ofMinutes(5));

      assertSessionOutlivesTheChangeOfReplica(up);
      assertOneReplicaComputesForAll(up);
      var jobs =
          Await.until(
              "the job has run in two minutes",
              Duration.ofMinutes(3),
              () -> Await.unchecked(() -> get(up, "/jobs", "").body()),
              body -> body.at("/runs").size() >= 2);
      assertThat(jobs.at("/runs")).as("runs by minute").allMatch(run -> run.asText().equals("1"));
      assertThat(jobs.at("/migrations").asInt()).as("migrations of one revision").isEqualTo(1);
      assertThat(up.run("logs", "express-redis").answer())
          .contains("express-redis before | migration 1 is done")
          .contains("express-redis job-count | run 1 of ");
    }
  }

  private static void assertSessionOutlivesTheChangeOfReplica(Up up) throws IOException {
    var first = get(up, "/", "");
    var replicas = new HashSet<>(Set.of(first.body().at("/instance").asText()));
    for (var views = 2; views <= 40; views++) {
      var next = get(up, "/", first.cookie()).body();
      assertThat(next.at("/views").asInt()).as("views of one client").isEqualTo(views);
      replicas.add(next.at("/instance").asText());
    }
    assertThat(replicas).as("replicas that answered").hasSize(2);
  }

  private static void assertOneReplicaComputesForAll(Up up) throws IOException {
    var reports = new HashSet<JsonNode>();
    for (var asked = 0; asked < 20; asked++) {
      reports.add(get(up, "/report", "").body());
    }
    assertThat(reports).hasSize(1);
  }

  private record Answer(JsonNode body, String cookie) {}

  /** Over a connection of its own, so that each replica gets its part. */
  private static Answer get(Up up, String path, String cookie) throws IOException {
    try (var connection = new HttpConnection(up.port())) {
      var field = cookie.isEmpty() ? "" : "Cookie: " + cookie + "\r\n";
      connection.send("GET %s HTTP/1.1\r\nHost: %s\r\n%s\r\n".formatted(path, HOST, field));
      var response = connection.read();
      assertThat(response.status()).as(response.body()).isEqualTo(200);
      var set = response.headers().getOrDefault("set-cookie", "");
      return new Answer(JSON.readTree(response.body()), set.split(";", 2)[0]);
    }
  }

  /** A copy of the sample that looks for this Redis. */
  private static Path sampleOn(RedisServer redis, Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(SAMPLE)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    var yaml = folder.resolve("scaledapp.yaml");
    var text = Files.readString(yaml);
    assertThat(text).contains("127.0.0.1:6379");
    return Files.writeString(yaml, text.replace("127.0.0.1:6379", "127.0.0.1:" + redis.port()));
  }
}
