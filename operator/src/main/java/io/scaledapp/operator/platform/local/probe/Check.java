package io.scaledapp.operator.platform.local.probe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What a probe does to find out. A port that is not given is the replica's own. */
public sealed interface Check {

  /**
   * Passes on an answer from 200 to 399. A redirect to the same host is followed, another is not.
   *
   * @param tls whether over TLS; certificates are not verified, as the kubelet does not
   * @param host other than the replica's
   * @param headers added to the request, or in place of its own Host and User-Agent
   */
  record Http(
      boolean tls,
      Optional<String> host,
      OptionalInt port,
      String path,
      Map<String, String> headers)
      implements Check {
    public Http {
      headers = Map.copyOf(headers);
    }
  }

  /** Passes when a connection opens. */
  record Tcp(Optional<String> host, OptionalInt port) implements Check {}

  /** Passes when a command exits with 0. It runs in the replica's folder and environment. */
  record Exec(List<String> command) implements Check {
    public Exec {
      command = List.copyOf(command);
    }
  }
}
