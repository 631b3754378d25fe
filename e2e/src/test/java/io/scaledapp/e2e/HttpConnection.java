package io.scaledapp.e2e;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An HTTP/1.1 client connection that does only what it is told: it never retries and never opens
 * another connection, which library clients do behind a test's back.
 */
public final class HttpConnection implements AutoCloseable {

  public record Response(int status, Map<String, String> headers, String body) {}

  private final Socket socket;
  private final InputStream in;

  HttpConnection(int port) throws IOException {
    this(new InetSocketAddress("127.0.0.1", port));
  }

  public HttpConnection(InetSocketAddress address) throws IOException {
    socket = new Socket();
    socket.connect(address, 5_000);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(60_000);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Sends a GET and reads the whole answer. Throws when the answer is cut short. */
  public Response get(String host, String path) throws IOException {
    send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    return read();
  }

  public void send(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  public Response read() throws IOException {
    var head = head();
    return head.status() == 101
        ? head
        : new Response(head.status(), head.headers(), body(head.headers()));
  }

  /** Reads no more than the head. */
  public Response head() throws IOException {
    var status = Integer.parseInt(line().split(" ", 3)[1]);
    var headers = new HashMap<String, String>();
    for (var line = line(); !line.isEmpty(); line = line()) {
      var colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
    }
    return new Response(status, headers, "");
  }

  private String body(Map<String, String> headers) throws IOException {
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      var text = new StringBuilder();
      for (var chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
        text.append(chunk);
      }
      return text.toString();
    }
    return text(Integer.parseInt(headers.getOrDefault("content-length", "0")));
  }

  /** The next chunk of a chunked body (RFC 9112, section 7.1); empty at its end. */
  public String chunk() throws IOException {
    var chunk = text(Integer.parseInt(line(), 16));
    line();
    return chunk;
  }

  byte[] bytes(int count) throws IOException {
    var bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("closed after " + bytes.length + " of " + count + " bytes");
    }
    return bytes;
  }

  private String text(int count) throws IOException {
    return new String(bytes(count), StandardCharsets.UTF_8);
  }

  String line() throws IOException {
    var text = new StringBuilder();
    for (var next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("closed within a line: '" + text + "'");
      }
      text.append((char) next);
    }
    return text.toString().stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
