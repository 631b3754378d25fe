package io.scaledapp.e2e.soak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.scaledapp.e2e.Await;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** A replica whose answer, or failure to answer, is what the path asks for. */
final class FaultyReplica implements AutoCloseable {
  static final int LARGE = 1024 * 1024;

  private static final Pattern LENGTH = Pattern.compile("(?i)\ncontent-length: (\\d+)");
  private static final String SWITCH =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n";
  private static final Duration DRIP = Duration.ofMillis(20);

  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ServerSocket server;

  FaultyReplica() {
    server = Await.unchecked(() -> new ServerSocket(0, 1000, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        var socket = server.accept();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // The replica vanished.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream());
      var open = true;
      while (open) {
        open = answer(socket, in);
      }
    } catch (IOException e) {
      // The balancer gave up, or the replica vanished.
    } finally {
      sockets.remove(socket);
    }
  }

  /** Returns whether the connection goes on. */
  private static boolean answer(Socket socket, InputStream in) throws IOException {
    var head = head(in);
    var length = LENGTH.matcher(head);
    if (length.find()) {
      in.skipNBytes(Long.parseLong(length.group(1)));
    }
    var out = socket.getOutputStream();
    switch (head.split(" ", 3)[1]) {
      case "/large" -> out.write(whole("x".repeat(LARGE)));
      case "/chunks" -> chunks(out);
      case "/drip" -> drip(out);
      case "/silent-close" -> {
        return false;
      }
      case "/cut" -> {
        out.write(text("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this"));
        return false;
      }
      case "/reset" -> {
        out.write(text("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this"));
        socket.setSoLinger(true, 0);
        return false;
      }
      case "/half-close" -> {
        out.write(whole("bye"));
        socket.shutdownOutput();
        in.skipNBytes(Long.MAX_VALUE);
      }
      case "/garbage" -> out.write(text("HTTP/1.1 200 OK\nContent-Length: 3\n\nbad"));
      case "/unasked" -> out.write(text("HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"));
      case "/tunnel" -> {
        out.write(text(SWITCH));
        in.transferTo(out);
        return false;
      }
      default -> out.write(whole("hello"));
    }
    return true;
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      var next = in.read();
      if (next < 0) {
        throw new EOFException("no request any more");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static void chunks(OutputStream out) throws IOException {
    out.write(text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
    for (var i = 0; i < 50; i++) {
      out.write(text("5\r\nhello\r\n"));
    }
    out.write(text("0\r\nX-Sum: 1\r\n\r\n"));
  }

  private static void drip(OutputStream out) throws IOException {
    for (var letter : new String(whole("slowly"), ISO_8859_1).split("")) {
      out.write(text(letter));
      Await.pause(DRIP);
    }
  }

  private static byte[] whole(String body) {
    return text("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
  }

  private static byte[] text(String text) {
    return text.getBytes(ISO_8859_1);
  }

  /** Vanishes: every connection is reset, as of a process that was killed. */
  @Override
  public void close() {
    try {
      server.close();
      for (var socket : sockets) {
        reset(socket);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void reset(Socket socket) throws IOException {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // The thread that serves it may close it at any moment.
      if (!socket.isClosed()) {
        throw e;
      }
    }
  }
}
