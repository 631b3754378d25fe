package io.scaledapp.e2e.longlived;

import io.scaledapp.e2e.HttpConnection;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Server-sent events over HTTP/1.1. A stream ends whole, and between two events. */
final class EventStreamSession implements Session {
  private static final String END_OF_EVENT = "\n\n";

  private final HttpConnection connection;
  private final StringBuilder event = new StringBuilder();

  EventStreamSession(int port, String host) throws IOException {
    connection = new HttpConnection(new InetSocketAddress("127.0.0.1", port));
    connection.send("GET /events?ms=100 HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    var head = connection.head();
    if (head.status() != 200) {
      throw new IOException("no events: " + head);
    }
  }

  @Override
  public boolean goOn() throws IOException {
    event.setLength(0);
    while (!event.toString().endsWith(END_OF_EVENT)) {
      var chunk = connection.chunk();
      event.append(chunk);
      if (chunk.isEmpty()) {
        return endedBetweenEvents();
      }
    }
    return true;
  }

  private boolean endedBetweenEvents() throws IOException {
    if (!event.isEmpty()) {
      throw new IOException("ended within the event '" + event + "'");
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
