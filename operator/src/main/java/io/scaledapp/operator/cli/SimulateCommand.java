package io.scaledapp.operator.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.scaledapp.balancer.program.UserException;
import io.scaledapp.operator.simulator.Plot;
import io.scaledapp.operator.simulator.PolicyName;
import io.scaledapp.operator.simulator.Run;
import io.scaledapp.operator.simulator.Score;
import io.scaledapp.operator.simulator.Series;
import io.scaledapp.operator.simulator.SimulatedApp;
import io.scaledapp.operator.simulator.Simulation;
import io.scaledapp.operator.simulator.Trace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Replays recorded requests against a policy, without running anything. */
@Command(
    name = "simulate",
    description = "Replays recorded requests against a scaling policy, and says how good it was.",
    footer = "The same requests, options and seed give the same figures.")
final class SimulateCommand implements Callable<Integer> {

  /** Forms of the output. */
  enum Output {
    TABLE,
    JSON
  }

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int SECONDS_A_DAY = 86_400;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call.
  private CommandSpec spec;

  @Mixin private final LoadOptions load = new LoadOptions();

  @Option(
      names = "--policy",
      defaultValue = "scaledapp",
      split = ",",
      paramLabel = "scaledapp|kpa|hpa|keda-http|oracle",
      description = "Who decides; several, with commas, are compared (default: ${DEFAULT-VALUE}).")
  private List<PolicyName> policies = List.of();

  @Mixin private final WorldOptions world = new WorldOptions();

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      paramLabel = "table|json",
      description =
          "A table, or JSON: an object, or one for each of several policies (default:"
              + " ${DEFAULT-VALUE}).")
  private Output output = Output.TABLE;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Draws demand, supply and queue over time, as SVG; for one policy.")
  private @Nullable Path plot;

  @Option(
      names = "--series",
      paramLabel = "FILE",
      description =
          "Writes requests, demand, ready replicas and waiting requests of each second, as CSV;"
              + " for one policy.")
  private @Nullable Path series;

  @Override
  public Integer call() throws JsonProcessingException {
    requireOne("--plot", plot);
    requireOne("--series", series);
    var app = world.app();
    var trace = load.load();
    Map<PolicyName, Score> scores = new LinkedHashMap<>();
    for (var policy : policies) {
      var run = simulate(policy, app, trace);
      scores.put(policy, run.score());
      if (plot != null) {
        write(plot, file -> Plot.write(run, policy, file));
      }
      if (series != null) {
        write(series, file -> Series.write(run, trace, file));
      }
    }
    var out = spec.commandLine().getOut();
    out.print(output == Output.JSON ? json(scores) : ScoreTable.of(scores));
    out.flush();
    return 0;
  }

  private Run simulate(PolicyName policy, SimulatedApp app, Trace trace) {
    var days = trace.arrivals().length / SECONDS_A_DAY;
    return new Simulation(app.world(), trace, policy.begin(app, trace))
        .run(
            second -> {
              if (days > 1 && Terminal.isInteractive()) {
                System.err.printf("%s: day %d of %d\r", policy, second / SECONDS_A_DAY + 1, days);
              }
            });
  }

  private void requireOne(String option, @Nullable Path file) {
    if (file != null && policies.size() > 1) {
      throw new ParameterException(
          spec.commandLine(), option + " is a file of one policy: name one with --policy");
    }
  }

  /** Something that is written to a file. */
  private interface Content {
    void writeTo(Path file) throws IOException;
  }

  private static void write(Path file, Content content) {
    try {
      content.writeTo(file);
    } catch (IOException broken) {
      throw new UserException(file + ": cannot be written: " + broken);
    }
  }

  private static String json(Map<PolicyName, Score> scores) throws JsonProcessingException {
    var value = scores.size() == 1 ? scores.values().iterator().next() : scores;
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
  }
}
