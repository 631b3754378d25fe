package io.scaledapp.balancer.socket;

import io.netty.channel.unix.Socket;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a socket that several processes hold ends. Any thread. */
final class ListeningSocket {
  private static final Logger log = LoggerFactory.getLogger(ListeningSocket.class);

  private ListeningSocket() {}

  /**
   * Ends it for all who hold it: connections that wait are reset, and others refused (shutdown(2)).
   * Each who holds it sees EPOLLHUP.
   */
  static void shutDown(Socket socket) {
    try {
      socket.shutdown();
    } catch (IOException e) {
      log.atWarn().addKeyValue("reason", e.getMessage()).log("a socket was not shut down");
    }
  }
}
