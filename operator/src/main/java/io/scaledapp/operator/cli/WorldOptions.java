package io.scaledapp.operator.cli;

import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.program.UserException;
import io.scaledapp.crds.v1alpha1.Metric;
import io.scaledapp.crds.v1alpha1.MetricType;
import io.scaledapp.crds.v1alpha1.Scaling;
import io.scaledapp.operator.app.model.AppModel;
import io.scaledapp.operator.app.model.ScalingMapping;
import io.scaledapp.operator.autoscaler.ScalingPolicy;
import io.scaledapp.operator.manifest.ManifestReader;
import io.scaledapp.operator.simulator.SimulatedApp;
import io.scaledapp.operator.simulator.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The options that describe what is the same for every policy, and the app of this project's own.
 */
final class WorldOptions {

  private static final int MOST_REPLICAS = 10_000;

  /** So that policies are told apart by waits, rather than by what a short queue refused. */
  private static final int QUEUE = 10_000;

  private static final Duration QUEUE_TIMEOUT = Duration.ofSeconds(30);

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it before use.
  private CommandSpec spec;

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      description =
          "A file with one ScaledApp; without it, an app with defaults that targets what"
              + " one replica can do.")
  private @Nullable Path file;

  @Option(
      names = "--target",
      defaultValue = "10",
      paramLabel = "N",
      description = "Requests that one replica serves at once (default: ${DEFAULT-VALUE}).")
  private int target;

  @Option(
      names = "--startup",
      defaultValue = "8s",
      converter = DurationConverter.class,
      paramLabel = "DURATION",
      description =
          "From the decision for a replica until it is ready (default: ${DEFAULT-VALUE}).")
  private Duration startup = Duration.ZERO;

  @Option(
      names = "--service-time",
      defaultValue = "200ms",
      converter = DurationConverter.class,
      paramLabel = "DURATION",
      description = "Of each request (default: ${DEFAULT-VALUE}).")
  private Duration serviceTime = Duration.ZERO;

  @Option(
      names = "--connection-life",
      defaultValue = "60s",
      converter = DurationConverter.class,
      paramLabel = "DURATION",
      description =
          "How long the connection of each request stays with its replica (default:"
              + " ${DEFAULT-VALUE}).")
  private Duration connectionLife = Duration.ZERO;

  /** The app whose scaling is this project's own, and what is the same for all. */
  SimulatedApp app() {
    if (target < 1) {
      throw new ParameterException(
          spec.commandLine(), "--target " + target + " is not 1 or more requests at once");
    }
    try {
      var model = file == null ? null : model(file);
      // A replica that slows down with its load is not simulated, so that nothing can be learned.
      var own = model == null ? byDefault() : model.scaling().withNamed(target);
      var queue = model == null ? new QueueLimits(QUEUE, QUEUE_TIMEOUT) : model.route().queue();
      var world =
          new World(
              target,
              startup,
              serviceTime,
              connectionLife,
              own.min(),
              own.max(),
              queue.maxRequests(),
              queue.timeout());
      return new SimulatedApp(world, own, model == null ? connectionLife : model.drainTimeout());
    } catch (IllegalArgumentException invalid) {
      throw new ParameterException(spec.commandLine(), String.valueOf(invalid.getMessage()));
    }
  }

  private ScalingPolicy byDefault() {
    var metrics = List.of(new Metric(MetricType.CONCURRENCY, target));
    return ScalingMapping.policy(
        new Scaling(
            null, null, metrics, null, null, null, null, null, null, null, null, null, null),
        null,
        MOST_REPLICAS);
  }

  private AppModel model(Path file) {
    var manifest = ManifestReader.forCluster().read(file);
    if (!manifest.isValid()) {
      throw new UserException(manifest.problemsInWords());
    }
    if (manifest.documents().size() != 1) {
      throw new UserException(
          file + ": has " + manifest.documents().size() + " ScaledApps; one is to be simulated");
    }
    return AppModel.of(manifest.documents().getFirst().app(), MOST_REPLICAS);
  }
}
