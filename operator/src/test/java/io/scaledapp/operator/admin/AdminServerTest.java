package io.scaledapp.operator.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Speaks raw HTTP, so that each header is what the test says. */
@Timeout(30)
class AdminServerTest {

  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final FakeApps apps = new FakeApps();
  private final FakeLogs logs = new FakeLogs();
  private final AtomicBoolean started = new AtomicBoolean(true);
  private Path state;
  private AdminServer server;
  private String host;
  private String token;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    state = folder;
    server = AdminServer.bind(ANY_PORT, state);
    host = "127.0.0.1:" + server.address().getPort();
    token = Files.readString(tokenFile());
    server.start(new AdminSources(apps, AdminServerTest::read, logs, () -> "up 1\n", started::get));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void tokenFileIsReadableByItsOwnerOnlyAndGoesAtTheEnd() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokenFile())))
        .isEqualTo("rw-------");
    assertThat(token).matches("[0-9a-f]{64}");
    server.close();
    assertThat(state).isEmptyDirectory();
  }

  @Test
  void tokenFileOfAnotherProgramIsLeftAlone() throws IOException {
    Files.writeString(tokenFile(), "another");
    server.close();
    assertThat(tokenFile()).hasContent("another");
  }

  @Test
  void addressThatIsNotLoopbackIsRefused() {
    var address = new InetSocketAddress("192.0.2.1", 0);
    assertThatThrownBy(() -> AdminServer.bind(address, state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("192.0.2.1");
  }

  @Test
  void portInUseIsToldAndLeavesTheTokenFileOfItsOwner() {
    assertThatThrownBy(() -> AdminServer.bind(server.address(), state))
        .isInstanceOf(BindException.class);
    assertThat(tokenFile()).hasContent(token);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/v1/scaledapps",
        "POST /api/v1/scaledapps",
        "GET /api/v1/scaledapps/one",
        "DELETE /api/v1/scaledapps/one",
        "GET /api/v1/scaledapps/one/replicas",
        "PUT /api/v1/scaledapps/one/scale",
        "POST /api/v1/scaledapps/one/reload",
        "POST /api/v1/scaledapps/one/rollback",
        "GET /api/v1/scaledapps/one/history",
        "GET /api/v1/logs"
      })
  void apiNeedsTheToken(String line) throws IOException {
    apps.apply(Samples.app("one"));
    assertThat(status(request(line, "Host: " + host, ""))).isEqualTo(401);
    for (var wrong : new String[] {"", "Bearer", "Bearer ", "Bearer x", "Basic " + token}) {
      var headers = "Host: " + host + "\r\nAuthorization: " + wrong;
      assertThat(status(request(line, headers, ""))).isEqualTo(401);
    }
    assertThat(apps.calls()).containsExactly("apply one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/scaledapps", "/metrics", "/healthz/live", "/healthz/ready", "/"})
  void foreignHostIsRefused(String path) throws IOException {
    var port = server.address().getPort();
    for (var foreign :
        new String[] {"evil.example:" + port, "localhost", "127.0.0.1", "localhost:1", ""}) {
      var headers = "Host: " + foreign + "\r\nAuthorization: Bearer " + token;
      assertThat(status(request("GET " + path, headers, ""))).as(foreign).isEqualTo(403);
    }
    var two = "Host: " + host + "\r\nHost: " + host + "\r\nAuthorization: Bearer " + token;
    assertThat(status(request("GET " + path, two, ""))).isNotEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "[::1]"})
  void everyNameOfLoopbackIsAHost(String name) throws IOException {
    var headers = "Host: " + name + ":" + server.address().getPort();
    assertThat(status(request("GET /healthz/live", headers, ""))).isEqualTo(200);
  }

  @Test
  void foreignOriginIsRefusedEvenWithTheToken() throws IOException {
    for (var foreign : new String[] {"http://evil.example", "null", "https://" + host}) {
      assertThat(status(call("GET /api/v1/scaledapps", "Origin: " + foreign, ""))).isEqualTo(403);
    }
    assertThat(status(call("GET /api/v1/scaledapps", "Origin: http://" + host, ""))).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT /api/v1/scaledapps,              405, 'Allow: GET, POST'",
    "POST /api/v1/scaledapps/one,         405, 'Allow: GET, DELETE'",
    "PUT /api/v1/scaledapps/one/replicas, 405, 'Allow: GET'",
    "GET /api/v1/scaledapps/two/replicas, 404, 'no app named two'",
    "GET /api/v1/scaledapps/two/history,  404, 'no app named two'",
    "PUT /api/v1/scaledapps/one/history,  405, 'Allow: GET'",
    "GET /api/v1/scaledapps/one/scale,    405, 'Allow: PUT'",
    "GET /api/v1/scaledapps/one/reload,   405, 'Allow: POST'",
    "GET /api/v1/scaledapps/one/rollback, 405, 'Allow: POST'",
    "POST /api/v1/logs,                   405, 'Allow: GET'",
    "POST /metrics,                       405, 'Allow: GET, HEAD'",
    "DELETE /healthz/live,                405, 'Allow: GET, HEAD'",
    "GET /,                               404, 'Content-type: application/problem+json'",
    "GET /metricsx,                       404, ''",
    "GET /metrics/x,                      404, ''",
    "GET /api/v1/scaledappsx,             404, ''",
    "GET /api/v1/scaledapps/,             404, ''",
    "GET /api/v1/scaledapps/two,          404, 'no app named two'",
    "POST /api/v1/scaledapps/one/other,   404, ''",
    "POST /api/v1/scaledapps/one/reload/, 404, ''",
    "POST /api/v1/scaledapps/two/reload,  404, ''",
    "DELETE /api/v1/scaledapps/two,       404, ''",
    "GET /api/v1/logs?name=two,           404, ''",
    "GET /api/v1/logs?name=%zz,           400, ''",
  })
  void whatCannotBeAnsweredIsToldByItsStatus(String line, int status, String contained)
      throws IOException {
    apps.apply(Samples.app("one"));
    var answer = call(line, "", "");
    assertThat(status(answer)).isEqualTo(status);
    assertThat(answer).containsIgnoringCase(contained);
  }

  @Test
  void listIsAKubernetesList() throws IOException {
    apps.apply(Samples.ready("one"));
    assertThat(call("GET /api/v1/scaledapps", "", ""))
        .contains("\"apiVersion\":\"v1\",\"kind\":\"List\"")
        .contains("\"kind\":\"ScaledApp\"")
        .contains("\"name\":\"one\"")
        .contains("\"readyReplicas\":2")
        .contains("\"connections\":412");
  }

  @Test
  void replicasAreListedWithTheirStates() throws IOException {
    apps.apply(Samples.app("one"));
    apps.replicas(Samples.replicas());
    assertThat(call("GET /api/v1/scaledapps/one/replicas", "", ""))
        .contains("\"name\":\"one-0\",\"id\":\"one-7f-1\",\"state\":\"Draining\"")
        .contains("\"port\":20001,\"revision\":1,\"restarts\":2,\"inFlight\":7")
        .contains("\"name\":\"one-1\",\"id\":\"one-7f-2\",\"state\":\"Starting\"")
        .contains("\"message\":\"readiness probe fails: refused\"");
  }

  @Test
  void revisionsAreListedWithTheirTemplates() throws IOException {
    apps.apply(Samples.app("one"));
    apps.history(Samples.history());
    assertThat(call("GET /api/v1/scaledapps/one/history", "", ""))
        .contains("{\"revision\":1,\"serving\":true,\"at\":\"2026-01-01T00:00:00Z\"")
        .contains("\"cause\":\"Started\",\"outcome\":\"Completed\",\"message\":null")
        .contains("\"template\":{\"spec\":{\"containers\":[{\"image\":\"v1\"")
        .contains("{\"revision\":2,\"serving\":false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "{}", "{\"revision\": \"2\"}", "{\"revision\": 1.5}", "not json"})
  void anythingElseIsNoRevisionToGoBackTo(String body) throws IOException {
    apps.apply(Samples.app("one"));
    assertThat(status(call("POST /api/v1/scaledapps/one/rollback", "", body))).isEqualTo(400);
    assertThat(apps.calls()).containsExactly("apply one");
  }

  @Test
  void commandsReachTheApps() throws IOException {
    assertThat(status(call("POST /api/v1/scaledapps", "", "name one"))).isEqualTo(200);
    assertThat(status(call("PUT /api/v1/scaledapps/one/scale", "", "{\"replicas\": 3}")))
        .isEqualTo(200);
    assertThat(status(call("PUT /api/v1/scaledapps/one/scale", "", "{\"replicas\": null}")))
        .isEqualTo(200);
    assertThat(status(call("POST /api/v1/scaledapps/one/reload", "", ""))).isEqualTo(204);
    assertThat(status(call("POST /api/v1/scaledapps/one/rollback", "", ""))).isEqualTo(200);
    assertThat(call("POST /api/v1/scaledapps/one/rollback", "", "{\"revision\": 2}"))
        .contains("{\"message\":\"rolled back\"}");
    assertThat(status(call("DELETE /api/v1/scaledapps/one", "", ""))).isEqualTo(204);
    assertThat(apps.calls())
        .containsExactly(
            "apply one",
            "scale one 3",
            "scale one null",
            "reload one",
            "rollback one null",
            "rollback one 2",
            "delete one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "3",
        "{}",
        "{\"replicas\": -1}",
        "{\"replicas\": 1.5}",
        "{\"replicas\": 99999999999}",
        "{\"replicas\": \"auto\"}",
        "not json"
      })
  void scaleWithoutAProperCountIsRefused(String body) throws IOException {
    apps.apply(Samples.app("one"));
    assertThat(status(call("PUT /api/v1/scaledapps/one/scale", "", body))).isEqualTo(400);
    assertThat(apps.calls()).containsExactly("apply one");
  }

  @Test
  void invalidManifestIsRefusedWithItsProblems() throws IOException {
    var answer = call("POST /api/v1/scaledapps", "", "something else");
    assertThat(status(answer)).isEqualTo(400);
    assertThat(answer).contains("application/problem+json").contains("line 1: no name");
    assertThat(apps.calls()).isEmpty();
  }

  @Test
  void failedOperationIsAConflictWithItsReason() throws IOException {
    apps.apply(Samples.app("one"));
    apps.failWith("the fresh replicas did not get ready");
    var answer = call("POST /api/v1/scaledapps/one/reload", "", "");
    assertThat(status(answer)).isEqualTo(409);
    assertThat(answer).contains("the fresh replicas did not get ready");
  }

  @Test
  void bodyOverTheLimitIsRefused() throws IOException {
    var body = "x".repeat(Requests.MAX_BODY_BYTES + 1);
    assertThat(status(call("POST /api/v1/scaledapps", "", body))).isEqualTo(413);
  }

  @Test
  void requestThatStopsHalfwayIsCutOff() throws IOException {
    try (var socket = connect()) {
      var head = "POST /api/v1/scaledapps HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 9\r\n";
      var text = head + "Authorization: Bearer " + token + "\r\n\r\nabc";
      socket.getOutputStream().write(text.getBytes(US_ASCII));
      assertThat(socket.getInputStream().readAllBytes()).isEmpty();
    }
  }

  @Test
  void metricsAndHealthNeedNoToken() throws IOException {
    assertThat(request("GET /metrics", "Host: " + host, "")).contains("version=0.0.4", "up 1\n");
    assertThat(request("GET /healthz/live", "Host: " + host, "")).contains("live");
    assertThat(status(request("HEAD /healthz/live", "Host: " + host, ""))).isEqualTo(200);
  }

  @Test
  void readyWhenTheFilesAreTakenUpAndEveryAppIsReady() throws IOException {
    started.set(false);
    assertThat(status(call("GET /healthz/ready", "", ""))).isEqualTo(503);
    started.set(true);
    apps.apply(Samples.ready("one"));
    assertThat(status(call("GET /healthz/ready", "", ""))).isEqualTo(200);
    apps.apply(Samples.app("two"));
    var answer = call("GET /healthz/ready", "", "");
    assertThat(status(answer)).isEqualTo(503);
    assertThat(answer).contains("not ready: two");
  }

  @Test
  void keptLinesAreSentAndTheAnswerEnds() throws IOException {
    logs.lines.add("one-0 | hello");
    logs.lines.add("one-0 | world");
    assertThat(call("GET /api/v1/logs", "", "")).contains("one-0 | hello\none-0 | world\n");
  }

  @Test
  void followedLinesArriveAsTheyComeAndAReaderThatGoesIsForgotten() throws Exception {
    try (var socket = connect()) {
      var head = "GET /api/v1/logs?follow=true HTTP/1.1\r\nHost: " + host;
      var text = head + "\r\nAuthorization: Bearer " + token + "\r\n\r\n";
      socket.getOutputStream().write(text.getBytes(US_ASCII));
      var in = socket.getInputStream();
      logs.lines.add("first");
      assertThat(readUntil(in, "first\n")).contains("200 OK");
      logs.lines.add("second");
      readUntil(in, "second\n");
    }
    var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (logs.open.get() > 0 && System.nanoTime() < deadline) {
      logs.lines.add("more");
      Thread.onSpinWait();
    }
    assertThat(logs.open).hasValue(0);
  }

  private Path tokenFile() {
    return AdminToken.file(state, "127.0.0.1", server.address().getPort());
  }

  private String call(String line, String header, String body) throws IOException {
    var more = header.isEmpty() ? "" : "\r\n" + header;
    return request(line, "Host: " + host + "\r\nAuthorization: Bearer " + token + more, body);
  }

  private String request(String line, String headers, String body) throws IOException {
    try (var socket = connect()) {
      var head = line + " HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n";
      var text = head + "Content-Length: " + body.length() + "\r\n\r\n" + body;
      socket.getOutputStream().write(text.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  private Socket connect() throws IOException {
    var socket = new Socket(server.address().getAddress(), server.address().getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static String readUntil(java.io.InputStream in, String end) throws IOException {
    var text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      var next = in.read();
      assertThat(next).as("the answer ended after: " + text).isNotNegative();
      text.append((char) next);
    }
    return text.toString();
  }

  private static int status(String answer) {
    return Integer.parseInt(answer.substring(9, 12));
  }

  private static io.scaledapp.crds.v1alpha1.ScaledApp read(String body) {
    if (!body.startsWith("name ")) {
      throw new InvalidManifestException("line 1: no name");
    }
    return Samples.app(body.substring(5));
  }
}
