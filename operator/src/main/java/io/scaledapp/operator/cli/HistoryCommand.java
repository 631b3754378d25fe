package io.scaledapp.operator.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the revisions that an app had and can go back to. */
@Command(name = "history", description = "Shows the revisions of an app that are kept.")
final class HistoryCommand implements Callable<Integer> {

  /** Forms of the output. */
  enum Output {
    TABLE,
    JSON
  }

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call.
  private CommandSpec spec;

  @Mixin private final AppTarget app = new AppTarget();
  @Mixin private final ClusterOption cluster = new ClusterOption();

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      paramLabel = "table|json",
      description = "A table, or JSON with templates (default: ${DEFAULT-VALUE}).")
  private Output output = Output.TABLE;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    if (cluster.isGiven()) {
      out.print(ofCluster());
      out.flush();
      return 0;
    }
    var history = app.get("/history");
    out.print(output == Output.JSON ? history.toPrettyString() + "\n" : RevisionTable.of(history));
    out.flush();
    return 0;
  }

  private String ofCluster() {
    return cluster.ask(
        app.name(),
        revisions ->
            output == Output.JSON
                ? ClusterRevisionTable.json(revisions.list())
                : ClusterRevisionTable.of(revisions.list()));
  }
}
