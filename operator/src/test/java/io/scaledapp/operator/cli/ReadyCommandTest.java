package io.scaledapp.operator.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReadyCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private HttpServer server;
  private String url;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer("/ready", 200, "ready");
    answer("/not", 503, "no routing table yet");
    server.start();
    url = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(String path, int status, String text) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(status, text.length());
            exchange.getResponseBody().write(text.getBytes(UTF_8));
          }
        });
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void passesWhenAllAreReady() {
    assertThat(run("ready", url + "/ready", url + "/ready")).isZero();
    assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.endsWith("/ready: ready"));
  }

  @Test
  void saysWhichOneIsNotReadyAndWhy() {
    assertThat(run("ready", url + "/ready", url + "/not")).isEqualTo(1);
    assertThat(err.toString()).contains(url + "/not is not ready: 503 no routing table yet");
  }

  @Test
  void saysWhichOneDoesNotAnswer() {
    server.stop(0);
    assertThat(run("ready", url + "/ready")).isEqualTo(1);
    assertThat(err.toString()).contains(url + "/ready does not answer");
  }

  private int run(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
