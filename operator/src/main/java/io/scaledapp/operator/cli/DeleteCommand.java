package io.scaledapp.operator.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Drains and stops an app for good. */
@Command(name = "delete", description = "Drains and stops an app, until its file changes again.")
final class DeleteCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call.
  private CommandSpec spec;

  @Mixin private final AdminOption admin = new AdminOption();

  @Parameters(paramLabel = "NAME", description = "The app.")
  @SuppressWarnings("NullAway.Init") // picocli demands it.
  private String name;

  @Override
  public Integer call() {
    var path = "/api/v1/scaledapps/" + Paths.segment(name);
    admin.client().send("DELETE", path, "", AdminClient.LONG);
    spec.commandLine().getOut().println(name + ": deleted");
    return 0;
  }
}
