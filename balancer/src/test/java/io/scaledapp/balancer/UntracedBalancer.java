package io.scaledapp.balancer;

import java.util.Optional;

/** A balancer in a process of its own that answers one request and ends. */
final class UntracedBalancer {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  private UntracedBalancer() {}

  public static void main(String[] arguments) {
    try (var replica = Replica.answering(OK);
        var fixture =
            new Fixture(options -> options.withTracing(Optional.empty()), Tables.app(replica))) {
      System.exit(fixture.client().get("/").equals(OK) ? 0 : 1);
    }
  }
}
