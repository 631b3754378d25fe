package io.scaledapp.operator.platform.local;

import io.scaledapp.operator.platform.local.process.ListeningSocket;
import java.util.List;
import java.util.stream.Collectors;

/** Says why a process cannot be reached that runs and does not listen on its port. Pure. */
final class SilentPort {
  private SilentPort() {}

  /**
   * In words for a person.
   *
   * @param port that the process got in PORT
   * @param sockets where it listens instead, as far as that is known
   */
  static String explain(int port, List<ListeningSocket> sockets) {
    var begin =
        "runs, but nothing listens on %s:%d (its PORT)".formatted(ReplicaTemplate.HOST, port);
    var own = sockets.stream().filter(socket -> socket.port() == port).findFirst();
    if (own.isPresent()) {
      return begin
          + "; it listens on %s: have it listen on %s".formatted(own.get(), ReplicaTemplate.HOST);
    }
    var others =
        sockets.stream()
            .map(socket -> String.valueOf(socket.port()))
            .distinct()
            .collect(Collectors.joining(", "));
    return others.isEmpty()
        ? begin + " yet: does it read PORT?"
        : begin + "; it listens on " + others + ": does it read PORT?";
  }
}
