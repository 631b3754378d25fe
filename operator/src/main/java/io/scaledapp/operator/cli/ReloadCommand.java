package io.scaledapp.operator.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Replaces an app's replicas by fresh ones without losing a request. */
@Command(
    name = "reload",
    description = "Starts fresh replicas, waits until they are ready, and drains the old ones.")
final class ReloadCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call.
  private CommandSpec spec;

  @Mixin private final AdminOption admin = new AdminOption();

  @Parameters(paramLabel = "NAME", description = "The app.")
  @SuppressWarnings("NullAway.Init") // picocli demands it.
  private String name;

  @Override
  public Integer call() {
    var path = "/api/v1/scaledapps/" + Paths.segment(name) + "/reload";
    admin.client().send("POST", path, "", AdminClient.LONG);
    spec.commandLine().getOut().println(name + ": reloaded");
    return 0;
  }
}
