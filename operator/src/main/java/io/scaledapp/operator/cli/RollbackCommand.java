package io.scaledapp.operator.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Goes back to a former revision, be the newest one on its way or in place. */
@Command(
    name = "rollback",
    description = {
      "Goes back to the revision before, or to the one that --to names.",
      "One that is being rolled out is given up; else the former template is rolled out again."
    })
final class RollbackCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call.
  private CommandSpec spec;

  @Mixin private final AppTarget app = new AppTarget();
  @Mixin private final ClusterOption cluster = new ClusterOption();

  @Option(
      names = "--to",
      paramLabel = "REVISION",
      description = "The number of a revision, as history shows it.")
  private @Nullable Integer revision;

  @Override
  public Integer call() {
    if (revision != null && revision < 1) {
      throw new ParameterException(spec.commandLine(), "--to must be 1 or more");
    }
    if (cluster.isGiven()) {
      app.tell(cluster.ask(app.name(), revisions -> revisions.rollBack(revision)));
      return 0;
    }
    var body = revision == null ? "" : "{\"revision\": " + revision + "}";
    app.ask("POST", "/rollback", body, AdminClient.SHORT);
    return 0;
  }
}
