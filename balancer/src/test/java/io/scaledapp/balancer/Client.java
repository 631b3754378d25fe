package io.scaledapp.balancer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/** A client on a raw socket, which reads with a deadline of ten seconds. */
final class Client implements AutoCloseable {
  final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  Client(int port) {
    this(connect(port));
  }

  /** On a socket that is connected. */
  Client(Socket connected) {
    try {
      socket = connected;
      socket.setSoTimeout(10_000);
      socket.setTcpNoDelay(true);
      in = socket.getInputStream();
      out = socket.getOutputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Socket connect(int port) {
    try {
      return new Socket(InetAddress.getLoopbackAddress(), port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Client send(String text) {
    try {
      out.write(text.getBytes(ISO_8859_1));
      out.flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next byte, or -1 at the end of the connection. */
  int read() {
    try {
      return in.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(int bytes) {
    try {
      return new String(in.readNBytes(bytes), ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything up to the end of the connection. */
  String readAll() {
    var all = new ByteArrayOutputStream();
    try {
      in.transferTo(all);
    } catch (IOException e) {
      throw new UncheckedIOException("after: " + all.toString(ISO_8859_1), e);
    }
    return all.toString(ISO_8859_1);
  }

  /** The same where the end may be a reset, which drops what was sent before it. */
  String readAllOrReset() {
    try {
      return readAll();
    } catch (UncheckedIOException e) {
      return "";
    }
  }

  /** A head up to its empty line. */
  String readHead() {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = read();
      if (b < 0) {
        throw new AssertionError("the connection ended after: " + head);
      }
      head.append((char) b);
    }
    return head.toString();
  }

  /** A response whose body has a Content-Length, or none. */
  String readResponse() {
    String head = readHead();
    int field = head.toLowerCase(Locale.ROOT).indexOf("\r\ncontent-length:");
    if (field < 0) {
      return head;
    }
    int value = head.indexOf(':', field) + 1;
    int length = Integer.parseInt(head.substring(value, head.indexOf('\r', value)).strip());
    return head + read(length);
  }

  String get(String path) {
    return send("GET " + path + " HTTP/1.1\r\nHost: app\r\n\r\n").readResponse();
  }

  /** Sends nothing more; still reads. */
  void endOutput() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
