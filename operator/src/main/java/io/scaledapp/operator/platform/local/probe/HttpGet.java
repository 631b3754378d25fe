package io.scaledapp.operator.platform.local.probe;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One GET on a connection of its own, of whose answer only the head is read. The JDK's clients do
 * not fit: they refuse the Host header, which probes commonly set, and keep connections, which an
 * app that ends waits for.
 */
final class HttpGet {
  private static final int HEAD_LIMIT = 16 << 10;
  private static final String LOCATION = "location:";
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");

  private HttpGet() {}

  /** What the head of an answer says. */
  record Answer(int status, Optional<String> location) {}

  /**
   * Sends the request and reads the head of the answer.
   *
   * @param deadline in terms of {@link System#nanoTime}
   */
  static Answer send(URI page, Map<String, String> headers, long deadline) throws IOException {
    var tls = page.getScheme().equals("https");
    var port = page.getPort() > 0 ? page.getPort() : tls ? 443 : 80;
    try (var plain = new Socket(Proxy.NO_PROXY)) {
      plain.connect(new InetSocketAddress(page.getHost(), port), left(deadline));
      plain.setSoTimeout(left(deadline));
      try (var socket = tls ? AnyCertificate.wrap(plain, page.getHost(), port) : plain) {
        socket.getOutputStream().write(request(page, headers));
        return answer(socket, deadline);
      }
    } catch (SocketTimeoutException e) {
      throw new IOException("no answer in time", e);
    }
  }

  private static byte[] request(URI page, Map<String, String> headers) {
    var fields = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    fields.put("Host", page.getRawAuthority());
    fields.put("User-Agent", "scaledapp-probe");
    fields.put("Accept", "*/*");
    fields.putAll(headers);
    fields.put("Connection", "close");
    var path = page.getRawPath().isEmpty() ? "/" : page.getRawPath();
    var query = page.getRawQuery() == null ? "" : "?" + page.getRawQuery();
    var head = new StringBuilder("GET " + path + query + " HTTP/1.1\r\n");
    fields.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Answer answer(Socket socket, long deadline) throws IOException {
    var lines = head(socket, deadline);
    var status = STATUS.matcher(lines.isEmpty() ? "" : lines.getFirst());
    if (!status.matches()) {
      throw new IOException("not an HTTP/1 answer: " + lines);
    }
    var location =
        lines.stream()
            .filter(line -> line.regionMatches(true, 0, LOCATION, 0, LOCATION.length()))
            .map(line -> line.substring(LOCATION.length()).strip())
            .findFirst();
    return new Answer(Integer.parseInt(status.group(1)), location);
  }

  private static List<String> head(Socket socket, long deadline) throws IOException {
    var in = new BufferedInputStream(socket.getInputStream());
    var lines = new ArrayList<String>();
    var line = new ByteArrayOutputStream();
    for (var bytes = 0; bytes < HEAD_LIMIT; bytes++) {
      var next = read(in, socket, deadline);
      if (next != '\n') {
        line.write(next);
        continue;
      }
      var text = line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
      if (text.isEmpty()) {
        return lines;
      }
      lines.add(text);
      line.reset();
    }
    throw new IOException("the answer's head is longer than " + HEAD_LIMIT + " bytes");
  }

  private static int read(InputStream in, Socket socket, long deadline) throws IOException {
    if (in.available() == 0) {
      socket.setSoTimeout(left(deadline));
    }
    var next = in.read();
    if (next < 0) {
      throw new IOException("the connection ended before the answer's head did");
    }
    return next;
  }

  private static int left(long deadline) throws SocketTimeoutException {
    var millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new SocketTimeoutException("time is over");
    }
    return Math.toIntExact(millis);
  }
}
