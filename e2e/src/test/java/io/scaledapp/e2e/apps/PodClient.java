package io.scaledapp.e2e.apps;

import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Artifacts;
import io.scaledapp.e2e.cluster.Cluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** A pod that asks for an app by its name in the cluster without a pause; see client.js. */
final class PodClient {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String POD = "client";

  private final Cluster cluster;
  private final String namespace;

  /** Starts it and waits for its first answers; it never tries again what failed. */
  static PodClient start(Cluster cluster, ClusterApp app) throws IOException {
    return start(cluster, app, "");
  }

  /** The same, but that it tries once more at once, and only what fails then is a failure. */
  static PodClient startRetrying(Cluster cluster, ClusterApp app) throws IOException {
    return start(cluster, app, "retry");
  }

  private static PodClient start(Cluster cluster, ClusterApp app, String retry) throws IOException {
    cluster.loadImage(Artifacts.get("nodejs"));
    var client = new PodClient(cluster, app.namespace());
    var url = "http://%s.%s/".formatted(app.name(), app.namespace());
    var unused =
        cluster.kubectl(
            "run",
            POD,
            "--namespace=" + app.namespace(),
            "--image=" + Artifacts.get("nodejs"),
            "--",
            "node",
            "-e",
            script(),
            url,
            retry);
    Await.until("answers by the app's name", LIMIT, () -> client.answered() > 0);
    return client;
  }

  private PodClient(Cluster cluster, String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
  }

  /** How many requests were answered until now. */
  long answered() {
    return lines("answered ").stream().mapToLong(Long::parseLong).max().orElse(0);
  }

  /** The longest that an answer took until now, with the second try. */
  Duration longestWait() {
    return Duration.ofMillis(lines("longest ").stream().mapToLong(Long::parseLong).max().orElse(0));
  }

  /** What failed until now, in words; only once more requests are answered. */
  List<String> failures() {
    var before = answered();
    Await.until("more answers by the app's name", LIMIT, () -> answered() > before);
    return lines("failed ");
  }

  /** What stands behind this head; none while there is no log. */
  private List<String> lines(String head) {
    var logs = cluster.tryKubectl("logs", POD, "--namespace=" + namespace).output();
    return logs.lines()
        .filter(line -> line.startsWith(head))
        .map(line -> line.substring(head.length()))
        .toList();
  }

  private static String script() throws IOException {
    try (var file = PodClient.class.getResourceAsStream("/apps/client.js")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
