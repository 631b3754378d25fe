package io.scaledapp.e2e.longlived;

import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.HttpConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** One request after another over a connection that the balancer has no cause to close. */
final class RequestSession implements Session {
  private final HttpConnection connection;
  private final String request;
  private final LongAdder answered;

  /**
   * Connects.
   *
   * @param request whole, with its body
   * @param answered counts those that were answered with 200
   */
  RequestSession(int port, String request, LongAdder answered) throws IOException {
    this.connection = new HttpConnection(new InetSocketAddress("127.0.0.1", port));
    this.request = request;
    this.answered = answered;
  }

  static String get(String host, String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
  }

  /** One that may not be tried again when its replica is lost. */
  static String post(String host) {
    var head = "POST /echo HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 5\r\n\r\n";
    return head + "hello";
  }

  @Override
  public boolean goOn() throws IOException {
    // As many as can be had would fill the machine, and take the changes their time.
    Await.pause(Duration.ofMillis(20));
    connection.send(request);
    var response = connection.read();
    if (response.status() != 200) {
      throw new IOException(response.toString());
    }
    answered.increment();
    return true;
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
