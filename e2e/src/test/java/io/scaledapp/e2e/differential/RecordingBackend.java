package io.scaledapp.e2e.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import io.scaledapp.e2e.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The apps behind a proxy. It keeps every byte of every connection, answers the first request of
 * each as soon as a forgiving reader finds it whole, and goes on to read: what else comes on the
 * connection is what the proxy believed to belong to that request.
 */
final class RecordingBackend implements AutoCloseable {
  static final List<String> APPS = List.of("front", "admin", "other");

  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** All bytes of one connection to an app. */
  record Received(String app, byte[] bytes) {}

  private final Map<String, ServerSocket> servers = new TreeMap<>();
  private final List<Recording> recordings = new ArrayList<>();
  private final AtomicInteger open = new AtomicInteger();
  private final Map<Integer, CountDownLatch> fences = new ConcurrentHashMap<>();

  RecordingBackend() {
    for (var app : APPS) {
      var server =
          Await.unchecked(() -> new ServerSocket(0, 1000, InetAddress.getLoopbackAddress()));
      servers.put(app, server);
      Thread.ofVirtual().start(() -> accept(app, server));
    }
  }

  int port(String app) {
    return requireNonNull(servers.get(app)).getLocalPort();
  }

  /** What came since the last call, in the order of the connections, when all of them are over. */
  List<Received> take() {
    servers.values().forEach(server -> Await.unchecked(() -> fence(server)));
    Await.until("connections to the apps end", LIMIT, open::get, count -> count == 0);
    synchronized (recordings) {
      var taken = recordings.stream().map(Recording::received).toList();
      recordings.clear();
      return taken;
    }
  }

  /** A connection that is accepted after all that came before it. */
  private boolean fence(ServerSocket server) throws IOException, InterruptedException {
    try (var socket = new Socket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      var accepted = new CountDownLatch(1);
      fences.put(socket.getLocalPort(), accepted);
      socket.connect(server.getLocalSocketAddress());
      return accepted.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private void accept(String app, ServerSocket server) {
    try {
      while (true) {
        var socket = server.accept();
        var fence = fences.remove(socket.getPort());
        if (fence != null) {
          socket.close();
          fence.countDown();
          continue;
        }
        open.incrementAndGet();
        var recording = new Recording(app, new ByteArrayOutputStream());
        synchronized (recordings) {
          recordings.add(recording);
        }
        Thread.ofVirtual().start(() -> serve(socket, recording.bytes));
      }
    } catch (IOException e) {
      // The backend was closed.
    }
  }

  private void serve(Socket socket, ByteArrayOutputStream bytes) {
    try (socket) {
      var buffer = new byte[16 * 1024];
      var answered = false;
      for (var count = socket.getInputStream().read(buffer);
          count >= 0;
          count = socket.getInputStream().read(buffer)) {
        bytes.write(buffer, 0, count);
        if (!answered && ForgivingReader.read(bytes.toString(ISO_8859_1)).isWhole()) {
          answered = true;
          socket.getOutputStream().write(ANSWER);
          socket.shutdownOutput();
        }
      }
    } catch (IOException e) {
      // The proxy gave the request up; what came of it is kept.
    } finally {
      open.decrementAndGet();
    }
  }

  @Override
  public void close() {
    try {
      for (var server : servers.values()) {
        server.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Recording(String app, ByteArrayOutputStream bytes) {
    Received received() {
      return new Received(app, bytes.toByteArray());
    }
  }
}
