package io.scaledapp.e2e.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.scaledapp.e2e.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Sends cases through one proxy, one after the other, so that all an app gets is of one case. */
final class Trial {
  private static final byte[] FOLLOW_UP =
      "GET /after HTTP/1.1\r\nHost: app.test\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1);
  private static final int LIMIT_MILLIS = 20_000;

  private Trial() {}

  /** What came of every case, by its name, and the proxy's version. */
  record Result(String version, Map<String, Outcome> outcomes) {}

  static Result run(List<Case> cases, Function<RecordingBackend, Proxy> start) {
    try (var backend = new RecordingBackend();
        var proxy = start.apply(backend)) {
      var outcomes = new LinkedHashMap<String, Outcome>();
      var unused = backend.take();
      for (var one : cases) {
        var answers = Await.unchecked(() -> send(one, proxy));
        outcomes.put(one.name(), Outcome.of(answers, backend.take()));
      }
      return new Result(proxy.version(), outcomes);
    }
  }

  /** Everything that the client gets until the proxy closes the connection. */
  private static String send(Case one, Proxy proxy) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      socket.setSoTimeout(LIMIT_MILLIS);
      write(one, socket);
      return read(one, socket);
    }
  }

  private static void write(Case one, Socket socket) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(one.bytes());
    if (one.then() == Case.Then.FOLLOW_UP) {
      bytes.writeBytes(FOLLOW_UP);
    }
    try {
      socket.getOutputStream().write(bytes.toByteArray());
      if (one.then() == Case.Then.END) {
        socket.shutdownOutput();
      }
    } catch (IOException e) {
      // The proxy has seen enough already; its answer is there to read.
    }
  }

  private static String read(Case one, Socket socket) {
    var answers = new ByteArrayOutputStream();
    var buffer = new byte[16 * 1024];
    try {
      for (var count = socket.getInputStream().read(buffer);
          count >= 0;
          count = socket.getInputStream().read(buffer)) {
        answers.write(buffer, 0, count);
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the connection of " + one.name() + " was never closed", e);
    } catch (IOException e) {
      // A reset ends the answers as well.
    }
    return answers.toString(ISO_8859_1);
  }
}
