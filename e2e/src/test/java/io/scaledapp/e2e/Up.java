package io.scaledapp.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running {@code ./scaledapp up} with a state folder, ports and output file of its own. */
public final class Up implements AutoCloseable {

  /**
   * How a command ended, what it answered, and what it told of itself on standard error: the
   * launcher tells there that it waits for another one, say.
   */
  public record Result(int exitCode, String answer, String told) {
    /** All that it printed. */
    public String output() {
      return answer + told;
    }
  }

  static final Path PROJECT =
      Path.of(System.getProperty("scaledapp.project", "..")).toAbsolutePath().normalize();
  public static final Path EXPRESS = PROJECT.resolve("e2e/apps/express-hello/scaledapp.yaml");
  static final Path SPRING = PROJECT.resolve("e2e/apps/spring-hello/scaledapp.yaml");

  public static final Path GRPC = PROJECT.resolve("e2e/apps/grpc-hello/scaledapp.yaml");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path state;
  private final int port = freePort();
  private final int adminPort = freePort();
  private final Path output;
  private final Process process;

  /** Starts {@code up} on the files and returns at once. */
  public static Up start(Path folder, Path... files) throws IOException {
    return new Up(folder, List.of(files));
  }

  private Up(Path folder, List<Path> files) throws IOException {
    state = Files.createDirectories(folder.resolve("state"));
    output = Files.createTempFile(folder, "up-", ".log");
    var command = new ArrayList<>(List.of("up"));
    for (var file : files) {
      command.addAll(List.of("-f", file.toString()));
    }
    command.addAll(List.of("--listen", "127.0.0.1:" + port, "--admin", "127.0.0.1:" + adminPort));
    process =
        launcher(state, command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }

  public int port() {
    return port;
  }

  public int adminPort() {
    return adminPort;
  }

  ProcessHandle process() {
    return process.toHandle();
  }

  public String output() {
    return Await.unchecked(() -> Files.readString(output));
  }

  /** Runs another command of the launcher against this {@code up}. */
  public Result run(String... arguments) {
    var command = new ArrayList<>(List.of(arguments));
    if (!command.getFirst().equals("validate")) {
      command.addAll(List.of("--admin", "127.0.0.1:" + adminPort));
    }
    return run(state, command);
  }

  static Result run(Path state, List<String> arguments) {
    return Await.unchecked(
        () -> {
          var told = Files.createTempFile(Files.createDirectories(state), "told-", ".log");
          var command = launcher(state, arguments).redirectError(told.toFile()).start();
          var answer = new String(command.getInputStream().readAllBytes(), UTF_8);
          return new Result(command.waitFor(), answer, Files.readString(told));
        });
  }

  private static ProcessBuilder launcher(Path state, List<String> arguments) {
    var command = new ArrayList<>(List.of(PROJECT.resolve("scaledapp").toString()));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command);
    builder.environment().put("XDG_STATE_HOME", state.toString());
    return builder;
  }

  /** The app as the admin API tells it, which takes a tenth of what a command takes. */
  public JsonNode told(String name) {
    return Await.unchecked(
        () -> {
          try (var connection = new HttpConnection(adminPort)) {
            connection.send(
                """
                GET /api/v1/scaledapps/%s HTTP/1.1\r
                Host: 127.0.0.1:%d\r
                Authorization: Bearer %s\r
                \r
                """
                    .formatted(name, adminPort, adminToken()));
            return JSON.readTree(connection.read().body());
          }
        });
  }

  private String adminToken() throws IOException {
    return Files.readString(
            state.resolve("scaledapp").resolve("admin-127.0.0.1-" + adminPort + ".token"))
        .strip();
  }

  /** The app as {@code status -o json} tells it; a missing node while it cannot be told. */
  JsonNode app(String name) {
    var result = run("status", name, "-o", "json");
    return result.exitCode() == 0
        ? Await.unchecked(() -> JSON.readTree(result.answer())).at("/items/0")
        : JSON.missingNode();
  }

  int readyReplicas(String name) {
    return app(name).at("/status/readyReplicas").asInt(0);
  }

  public Up awaitReady(String name, int replicas, Duration limit) {
    Await.until(
        name + " has " + replicas + " ready replicas",
        limit,
        () -> failIfDead() && readyReplicas(name) == replicas);
    return this;
  }

  /** Waits until the balancer answers for a host, whatever it answers. */
  Up awaitRoute(String host) {
    Await.until("a route for " + host, Duration.ofSeconds(60), () -> failIfDead() && routes(host));
    return this;
  }

  private boolean routes(String host) {
    try (var connection = new HttpConnection(port)) {
      return connection.get(host, "/").status() != 404;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean failIfDead() {
    if (!process.isAlive()) {
      throw new AssertionError("up ended with " + process.exitValue() + ":\n" + output());
    }
    return true;
  }

  /** Ends {@code up} as Ctrl-C or a service supervisor would, and returns its exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("up did not end within 60 s of SIGTERM:\n" + output());
    }
    return process.exitValue();
  }

  /** Ends {@code up} as the out-of-memory killer would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    if (process.isAlive()) {
      terminate();
    }
  }

  static int freePort() {
    return Await.unchecked(
        () -> {
          try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
          }
        });
  }
}
