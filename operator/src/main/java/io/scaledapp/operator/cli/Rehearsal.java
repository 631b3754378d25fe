package io.scaledapp.operator.cli;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Lives through a short life of the program, so that the JVM can keep what it learns on the way for
 * the next start (an AOT cache: JEP 483, 514 and 515). The launcher runs it once after a build.
 */
public final class Rehearsal {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int REQUESTS = 50;

  /** The web server that comes with each JDK (JEP 408) stands for an app. */
  private static final String APP =
      """
      apiVersion: scaledapp.io/v1alpha1
      kind: ScaledApp
      metadata: {name: rehearsal}
      spec:
        template:
          spec:
            containers:
              - name: app
                command: ["%s", "-b", "127.0.0.1", "-p", "$(PORT)", "-d", "%s"]
                ports: [{name: http, containerPort: 8080}]
                readinessProbe: {httpGet: {path: /, port: http}, periodSeconds: 1}
        routing: {hosts: [localhost]}
      """;

  private Rehearsal() {}

  /** Exits with 0 when all went as it should. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("scaledapp-rehearsal");
    var program = Path.of(System.getProperty("java.home"), "bin", "jwebserver");
    var file = Files.writeString(folder.resolve("app.yaml"), APP.formatted(program, folder));
    var listen = "localhost:" + freePort();
    var admin = "--admin=localhost:" + freePort();
    Thread.ofPlatform().daemon().start(() -> run("up", "-f", "" + file, "--listen", listen, admin));
    awaitAnswer(listen);
    for (var request = 0; request < REQUESTS; request++) {
      status("http://" + listen + "/");
    }
    status("http://" + admin.substring("--admin=".length()) + "/metrics");
    run("status", admin);
    run("status", "-o", "json", admin);
    run("logs", admin);
    run("apply", "-f", "" + file, admin);
    run("scale", "rehearsal", "--replicas", "1", admin);
    run("delete", "rehearsal", admin);
    Files.delete(file);
    Files.delete(folder);
    // Ends `up` as a signal would.
    System.exit(0);
  }

  private static void run(String... arguments) {
    var exitCode = Main.commandLine().execute(arguments);
    if (exitCode != 0) {
      throw new IllegalStateException(String.join(" ", arguments) + " ended with " + exitCode);
    }
  }

  private static void awaitAnswer(String listen) throws IOException, InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (status("http://" + listen + "/") != 200) {
      if (System.nanoTime() > deadline) {
        throw new IOException("no answer at " + listen + " within " + PATIENCE);
      }
      Thread.sleep(50);
    }
  }

  /** The status of the answer; 0 when there is none. */
  private static int status(String url) {
    try {
      var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setReadTimeout((int) PATIENCE.toMillis());
      try (var body = connection.getInputStream()) {
        body.readAllBytes();
      }
      return connection.getResponseCode();
    } catch (IOException e) {
      return 0;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
