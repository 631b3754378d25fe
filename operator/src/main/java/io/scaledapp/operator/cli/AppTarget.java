package io.scaledapp.operator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The app of a running {@code up} that a command changes; shared by the commands. */
final class AppTarget {

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs.
  private CommandSpec command;

  @Mixin private final AdminOption admin = new AdminOption();

  @Parameters(paramLabel = "NAME", description = "The app.")
  @SuppressWarnings("NullAway.Init") // picocli demands it.
  private String name;

  String name() {
    return name;
  }

  /** Says what is done. */
  void tell(String done) {
    command.commandLine().getOut().println(name + ": " + done);
  }

  /** What the admin API tells of the app. */
  JsonNode get(String part) {
    return admin.client().get(Paths.app(name) + part);
  }

  /** Asks for a change, and says what the answer says of it. */
  void ask(String method, String operation, String body, Duration patience) {
    var answer = admin.client().send(method, Paths.app(name) + operation, body, patience);
    tell(answer.path("message").asText());
  }

  /**
   * Asks for a change, waits for it, and says that it is done.
   *
   * @param operation what follows the app in the path, such as {@code /reload}; may be empty
   * @param body JSON; an empty one means none
   */
  void change(String method, String operation, String body, Duration patience, String done) {
    admin.client().send(method, Paths.app(name) + operation, body, patience);
    tell(done);
  }
}
