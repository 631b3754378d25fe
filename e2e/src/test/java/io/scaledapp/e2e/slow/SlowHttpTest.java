package io.scaledapp.e2e.slow;

import io.scaledapp.e2e.cluster.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The program slowhttptest, as the distribution packages it. */
final class SlowHttpTest {
  static final int CONNECTIONS = 200;

  /** How long it would go on with connections that nobody closes, in seconds. */
  static final int LENGTH_SECONDS = 60;

  private static final Duration LIMIT = Duration.ofSeconds(LENGTH_SECONDS + 30);

  private SlowHttpTest() {}

  static boolean isInstalled() {
    return Command.run(Map.of(), LIMIT, List.of("slowhttptest", "-h")).exitCode() != 127;
  }

  /**
   * Attacks until all its connections are closed, or its time is over; what it printed.
   *
   * @param options of the kind of attack
   */
  static String attack(int port, String path, List<String> options) {
    var command = new ArrayList<>(List.of("slowhttptest"));
    command.addAll(options);
    command.addAll(List.of("-c", String.valueOf(CONNECTIONS), "-r", String.valueOf(CONNECTIONS)));
    command.addAll(List.of("-l", String.valueOf(LENGTH_SECONDS), "-p", "5", "-v", "1"));
    command.addAll(List.of("-u", "http://127.0.0.1:" + port + path));
    return Command.run(Map.of(), LIMIT, command).output();
  }
}
