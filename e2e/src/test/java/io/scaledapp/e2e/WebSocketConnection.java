package io.scaledapp.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A WebSocket client for short texts (RFC 6455) on one connection that is never replaced. */
final class WebSocketConnection implements AutoCloseable {

  private static final byte TEXT = (byte) 0x81;

  private final HttpConnection connection;

  WebSocketConnection(int port, String host, String path) throws IOException {
    connection = new HttpConnection(port);
    connection.send(
        """
        GET %s HTTP/1.1\r
        Host: %s\r
        Connection: Upgrade\r
        Upgrade: websocket\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        \r
        """
            .formatted(path, host));
    var response = connection.read();
    if (response.status() != 101) {
      throw new IOException("no WebSocket: " + response);
    }
  }

  /** Sends a text and returns the frame that comes back. */
  String echo(String text) throws IOException {
    var payload = text.getBytes(StandardCharsets.UTF_8);
    var frame = new byte[payload.length + 6];
    frame[0] = TEXT;
    // Masked with a key of zeros, which leaves the payload as it is.
    frame[1] = (byte) (0x80 | payload.length);
    System.arraycopy(payload, 0, frame, 6, payload.length);
    connection.send(frame);
    var head = connection.bytes(2);
    if (head[0] != TEXT) {
      throw new IOException("expected a text frame, got " + Integer.toHexString(head[0] & 0xff));
    }
    return new String(connection.bytes(head[1]), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
