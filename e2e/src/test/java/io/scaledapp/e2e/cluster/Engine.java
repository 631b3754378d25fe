package io.scaledapp.e2e.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The Docker engine that the {@code docker} program reaches. */
final class Engine {

  private Engine() {}

  /** Whether it answers, and what it says if not; asked once. */
  static Command.Result answer() {
    return Answer.RESULT;
  }

  private static final class Answer {
    static final Command.Result RESULT =
        Command.run(
            Map.of(),
            Duration.ofSeconds(15),
            List.of("docker", "version", "--format", "{{.Server.Version}}"));
  }
}
