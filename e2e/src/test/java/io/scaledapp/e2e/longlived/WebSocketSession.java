package io.scaledapp.e2e.longlived;

import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.WebSocketConnection;
import java.io.IOException;
import java.time.Duration;

/** A WebSocket whose texts are echoed. It ends with 1001, going away (RFC 6455, section 7.4.1). */
final class WebSocketSession implements Session {
  private static final int GOING_AWAY = 1001;

  private final WebSocketConnection socket;
  private int sent;

  WebSocketSession(int port, String host) throws IOException {
    socket = new WebSocketConnection(port, host, "/ws");
  }

  @Override
  public boolean goOn() throws IOException {
    Await.pause(Duration.ofMillis(100));
    var text = "text " + sent++;
    try {
      var echo = socket.echo(text);
      if (!echo.equals(text)) {
        throw new IOException("'" + text + "' came back as '" + echo + "'");
      }
      return true;
    } catch (WebSocketConnection.Closed closed) {
      if (closed.code() != GOING_AWAY) {
        throw closed;
      }
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
