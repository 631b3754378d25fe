package io.scaledapp.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A WebSocket client for short texts (RFC 6455) on one connection that is never replaced. */
public final class WebSocketConnection implements AutoCloseable {

  private static final byte TEXT = (byte) 0x81;
  private static final byte CLOSE = (byte) 0x88;

  /** The server said goodbye, and was answered (RFC 6455, section 5.5.1). */
  public static final class Closed extends IOException {
    private final int code;

    private Closed(int code) {
      super("closed with " + code);
      this.code = code;
    }

    public int code() {
      return code;
    }
  }

  private final HttpConnection connection;

  public WebSocketConnection(int port, String host, String path) throws IOException {
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

  /**
   * Sends a text and returns the frame that comes back.
   *
   * @throws Closed when that is a Close frame
   */
  public String echo(String text) throws IOException {
    var payload = text.getBytes(StandardCharsets.UTF_8);
    var frame = new byte[payload.length + 6];
    frame[0] = TEXT;
    // Masked with a key of zeros, which leaves the payload as it is.
    frame[1] = (byte) (0x80 | payload.length);
    System.arraycopy(payload, 0, frame, 6, payload.length);
    connection.send(frame);
    var head = connection.bytes(2);
    if (head[0] == CLOSE) {
      throw closed(connection.bytes(head[1]));
    }
    if (head[0] != TEXT) {
      throw new IOException("expected a text frame, got " + Integer.toHexString(head[0] & 0xff));
    }
    return new String(connection.bytes(head[1]), StandardCharsets.UTF_8);
  }

  private Closed closed(byte[] payload) throws IOException {
    connection.send(new byte[] {CLOSE, (byte) 0x82, 0, 0, 0, 0, payload[0], payload[1]});
    return new Closed((payload[0] & 0xff) << 8 | payload[1] & 0xff);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
