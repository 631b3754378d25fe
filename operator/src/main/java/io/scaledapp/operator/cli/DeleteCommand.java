package io.scaledapp.operator.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Drains and stops an app for good. */
@Command(name = "delete", description = "Drains and stops an app, until its file changes again.")
final class DeleteCommand implements Callable<Integer> {

  @Mixin private final AppTarget app = new AppTarget();

  @Override
  public Integer call() {
    app.change("DELETE", "", "", AdminClient.LONG, "deleted");
    return 0;
  }
}
