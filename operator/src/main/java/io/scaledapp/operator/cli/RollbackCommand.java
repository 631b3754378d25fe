package io.scaledapp.operator.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Gives up a revision that has not taken the place of the one before yet. */
@Command(
    name = "rollback",
    description = "Gives up the revision that is being rolled out; the one before goes on.")
final class RollbackCommand implements Callable<Integer> {

  @Mixin private final AppTarget app = new AppTarget();

  @Override
  public Integer call() {
    app.change("POST", "/rollback", "", AdminClient.SHORT, "rolled back");
    return 0;
  }
}
