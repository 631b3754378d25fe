package io.scaledapp.operator.platform.local.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.scaledapp.operator.platform.local.process.Launcher;
import io.scaledapp.operator.platform.local.process.ProcessTree;
import io.scaledapp.operator.platform.local.process.RunFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckerTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final Path folder;
  private final RunFolder run;
  private final Checker checker;
  private final HttpServer server;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  CheckerTest(@TempDir Path folder, @TempDir Path state) throws IOException {
    this.folder = folder;
    this.run = RunFolder.create(state);
    this.checker = new Checker(new Launcher(run));
    this.server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
    server.createContext(
        "/status/",
        exchange -> {
          requests.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().entrySet());
          var code = exchange.getRequestURI().getPath().replaceAll("\\D", "");
          exchange.sendResponseHeaders(Integer.parseInt(code), -1);
          exchange.close();
        });
    server.createContext(
        "/redirect",
        exchange -> {
          exchange.getResponseHeaders().add("Location", exchange.getRequestURI().getQuery());
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.createContext(
        "/loop",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/loop");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() throws IOException {
    server.stop(0);
    run.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 302, 399})
  void statusFrom200To399Passes(int status) throws Exception {
    assertThat(get("/status/" + status)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 500, 503})
  void anyOtherStatusFails(int status) throws Exception {
    assertThat(get("/status/" + status))
        .contains(
            "GET http://127.0.0.1:%d/status/%d answered %d".formatted(port(), status, status));
  }

  @ParameterizedTest
  @CsvSource({
    "/redirect?/status/200, true",
    "/redirect?/status/500, false",
    "/redirect?http://other.example/status/500, true"
  })
  void onlyRedirectToTheSameHostIsFollowed(String path, boolean passes) throws Exception {
    assertThat(get(path).isEmpty()).isEqualTo(passes);
  }

  @Test
  void redirectLoopFails() throws Exception {
    assertThat(get("/loop"))
        .contains("GET http://127.0.0.1:%d/loop: more than 10 redirects".formatted(port()));
  }

  @Test
  void headersOfTheTemplateAreSentAndTheConnectionIsNotKept() throws Exception {
    var check =
        new Check.Http(
            false,
            Optional.empty(),
            OptionalInt.empty(),
            "/status/200?deep=1",
            Map.of("Host", "shop.example", "X-Probe", "yes"));

    assertThat(checker.attempt(check, target(port()), TIMEOUT)).isEmpty();
    assertThat(requests)
        .singleElement()
        .asString()
        .startsWith("/status/200?deep=1 ")
        .contains("Host=[shop.example]", "X-probe=[yes]", "Connection=[close]");
  }

  @Test
  void anyCertificateIsAccepted() throws Exception {
    var https = TlsServer.start(folder);
    try {
      assertThat(checker.attempt(http(true, "/"), target(https.getAddress().getPort()), TIMEOUT))
          .isEmpty();
    } finally {
      https.stop(0);
    }
  }

  @Test
  void silentServerFailsInTime() throws Exception {
    try (var silent = new ServerSocket(0, 1, LOOPBACK)) {
      var check = http(false, "/");

      assertThat(checker.attempt(check, target(silent.getLocalPort()), Duration.ofMillis(200)))
          .hasValueSatisfying(reason -> assertThat(reason).endsWith("no answer in time"));
    }
  }

  @Test
  void serverThatDribblesFailsInTime() throws Exception {
    try (var dribbling = new ServerSocket(0, 1, LOOPBACK)) {
      Thread.ofVirtual().start(() -> dribble(dribbling));

      assertThat(
              checker.attempt(
                  http(false, "/"), target(dribbling.getLocalPort()), Duration.ofMillis(300)))
          .hasValueSatisfying(reason -> assertThat(reason).endsWith("no answer in time"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSH-2.0-x\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/2 200\r\n\r\n", ""})
  void whatIsNotHttpFails(String answer) throws Exception {
    try (var other = new ServerSocket(0, 1, LOOPBACK)) {
      Thread.ofVirtual().start(() -> answer(other, answer));

      assertThat(checker.attempt(http(false, "/"), target(other.getLocalPort()), TIMEOUT))
          .isPresent();
    }
  }

  @Test
  void connectionThatOpensPasses() throws Exception {
    var check = new Check.Tcp(Optional.empty(), OptionalInt.empty());

    assertThat(checker.attempt(check, target(port()), TIMEOUT)).isEmpty();
  }

  @Test
  void closedPortFails() throws Exception {
    var closed = closedPort();

    assertThat(
            checker.attempt(
                new Check.Tcp(Optional.empty(), OptionalInt.empty()), target(closed), TIMEOUT))
        .hasValueSatisfying(
            reason -> assertThat(reason).startsWith("no connection to 127.0.0.1:" + closed));
    assertThat(checker.attempt(http(false, "/"), target(closed), TIMEOUT)).isPresent();
  }

  @Test
  void portOfTheCheckIsUsedInPlaceOfTheReplicas() throws Exception {
    var check = new Check.Tcp(Optional.empty(), OptionalInt.of(port()));

    assertThat(checker.attempt(check, target(closedPort()), TIMEOUT)).isEmpty();
  }

  @Test
  void commandRunsInTheReplicasFolderAndEnvironment() throws Exception {
    assertThat(exec("[ \"$PORT\" = 4711 ] && [ \"$PWD\" = \"$WANTED\" ]")).isEmpty();
    assertThat(exec("exit 4"))
        .hasValueSatisfying(reason -> assertThat(reason).endsWith("exited with code 4"));
  }

  @Test
  void commandThatTakesTooLongIsEndedWithItsChildren() throws Exception {
    var check = new Check.Exec(List.of("sh", "-c", "sleep 1000 & sleep 1000"));

    assertThat(checker.attempt(check, target(4711), Duration.ofMillis(300)))
        .hasValueSatisfying(reason -> assertThat(reason).endsWith("did not end within 300 ms"));
    assertThat(new ProcessTree(List.of(), run.marker()).look()).isEmpty();
  }

  @Test
  void missingCommandFailsByName() throws Exception {
    assertThat(checker.attempt(new Check.Exec(List.of("nod")), target(4711), TIMEOUT))
        .hasValueSatisfying(reason -> assertThat(reason).contains("\"nod\" is not found in PATH"));
  }

  private Optional<String> get(String path) throws InterruptedException {
    return checker.attempt(http(false, path), target(port()), TIMEOUT);
  }

  private Optional<String> exec(String script) throws InterruptedException {
    return checker.attempt(new Check.Exec(List.of("sh", "-c", script)), target(4711), TIMEOUT);
  }

  private static Check.Http http(boolean tls, String path) {
    return new Check.Http(tls, Optional.empty(), OptionalInt.empty(), path, Map.of());
  }

  private Target target(int port) {
    var environment = Map.of("PORT", String.valueOf(port), "WANTED", folder.toString());
    return new Target("127.0.0.1", port, folder, environment);
  }

  private int port() {
    return server.getAddress().getPort();
  }

  private static int closedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, LOOPBACK)) {
      return socket.getLocalPort();
    }
  }

  private static void answer(ServerSocket server, String answer) {
    try (var socket = server.accept()) {
      socket.getInputStream().read();
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The probe has gone.
    }
  }

  /** A byte each 20 ms keeps a mere read time-out from ever passing. */
  private static void dribble(ServerSocket server) {
    try (Socket socket = server.accept()) {
      while (true) {
        socket.getOutputStream().write('x');
        Thread.sleep(20);
      }
    } catch (IOException | InterruptedException e) {
      // The probe has gone.
    }
  }
}
