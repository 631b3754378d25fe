package io.scaledapp.operator.control;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A client that sends one request after the other over a connection that it keeps until it is told
 * that it ends, and tries nothing twice: whatever is not a 200 is written down.
 */
final class Prober implements Runnable {
  final AtomicInteger connections = new AtomicInteger();
  final AtomicInteger answers = new AtomicInteger();
  final List<String> failures = new CopyOnWriteArrayList<>();
  private final String name;
  private final int port;
  private final Duration pause;
  private volatile boolean mayConnect = true;

  Prober(String name, int port, Duration pause) {
    this.name = name;
    this.port = port;
    this.pause = pause;
  }

  /** It is sent there no more: what it has open it uses until it is told to stop. */
  void connectNoMore() {
    mayConnect = false;
  }

  @Override
  public void run() {
    while (mayConnect) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(30_000);
        connections.incrementAndGet();
        while (ask(socket)) {
          LockSupport.parkNanos(pause.toNanos());
        }
      } catch (IOException e) {
        failures.add(name + ": " + e + " after " + answers + " answers");
      }
    }
  }

  /** Whether the connection takes another request. */
  private boolean ask(Socket socket) throws IOException {
    var answer = get(socket, "/");
    if (!answer.startsWith("HTTP/1.1 200 ")) {
      failures.add(name + ": '" + answer + "'");
      return false;
    }
    answers.incrementAndGet();
    return !answer.contains("\r\nConnection: close\r\n");
  }

  /** An answer, or what came of it. */
  static String get(Socket socket, String path) throws IOException {
    send(socket, path);
    return answer(socket);
  }

  static void send(Socket socket, String path) throws IOException {
    var request = "GET " + path + " HTTP/1.1\r\nHost: shop.example.com\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
  }

  static String answer(Socket socket) throws IOException {
    var in = new BufferedInputStream(socket.getInputStream());
    var head = head(in);
    var field = head.toLowerCase(Locale.ROOT).indexOf("\r\ncontent-length: ");
    if (field < 0) {
      return head;
    }
    var start = field + "\r\ncontent-length: ".length();
    var length = Integer.parseInt(head.substring(start, head.indexOf('\r', start)));
    return head + new String(in.readNBytes(length), ISO_8859_1);
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int octet = in.read();
      if (octet < 0) {
        return "the connection ended: " + head;
      }
      head.append((char) octet);
    }
    return head.toString();
  }
}
