package io.scaledapp.operator.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Replaces an app's replicas by fresh ones without losing a request. */
@Command(
    name = "reload",
    description = "Starts fresh replicas, waits until they are ready, and drains the old ones.")
final class ReloadCommand implements Callable<Integer> {

  @Mixin private final AppTarget app = new AppTarget();

  @Override
  public Integer call() {
    app.change("POST", "/reload", "", AdminClient.LONG, "reloaded");
    return 0;
  }
}
