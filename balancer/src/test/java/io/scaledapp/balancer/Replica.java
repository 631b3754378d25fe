package io.scaledapp.balancer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A replica on a raw socket: what it reads and writes is what the test says, byte by byte. */
final class Replica implements AutoCloseable {

  /** What a replica does with a connection; the connection is closed when it returns. */
  interface Script {
    void run(Connection connection) throws IOException;
  }

  /** The replica's end of a connection. */
  static final class Connection {
    final Socket socket;
    final InputStream in;
    final OutputStream out;

    /** The number of the connection, from 1. */
    final int number;

    Connection(Socket socket, int number) throws IOException {
      this.socket = socket;
      this.number = number;
      in = socket.getInputStream();
      out = socket.getOutputStream();
    }

    /** The next head with its empty line, or "" at the end of the connection. */
    String readHead() throws IOException {
      var head = new StringBuilder();
      while (!head.toString().endsWith("\r\n\r\n")) {
        int b = in.read();
        if (b < 0) {
          return "";
        }
        head.append((char) b);
      }
      return head.toString();
    }

    String read(int bytes) throws IOException {
      return new String(in.readNBytes(bytes), ISO_8859_1);
    }

    void write(String text) throws IOException {
      out.write(text.getBytes(ISO_8859_1));
      out.flush();
    }

    /** Resets the connection, as the kernel does for a killed process with unread input. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }

  final List<String> heads = new CopyOnWriteArrayList<>();
  final AtomicInteger accepted = new AtomicInteger();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final ServerSocket server;

  private Replica(ServerSocket server) {
    this.server = server;
  }

  static Replica start(Script script) {
    try {
      var server = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
      var replica = new Replica(server);
      Thread.ofVirtual().start(() -> replica.accept(script));
      return replica;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers every request, which must have no body, with {@code response}. */
  static Replica answering(String response) {
    Replica[] self = new Replica[1];
    self[0] =
        start(
            connection -> {
              for (String head = connection.readHead();
                  !head.isEmpty();
                  head = connection.readHead()) {
                self[0].heads.add(head);
                connection.write(response);
              }
            });
    return self[0];
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept(Script script) {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        int number = accepted.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(script, socket, number));
      }
    } catch (IOException e) {
      // The replica was closed.
    }
  }

  private static void serve(Script script, Socket socket, int number) {
    try (socket) {
      script.run(new Connection(socket, number));
    } catch (IOException e) {
      // The balancer closed its end, which a test asserts by other means.
    }
  }

  /** Stops to accept and resets every connection, as a killed process does. */
  void kill() {
    try {
      server.close();
      for (Socket socket : sockets) {
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
    } catch (SocketException e) {
      // The thread that answers on it may close it at any moment.
      if (!socket.isClosed()) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    kill();
  }
}
