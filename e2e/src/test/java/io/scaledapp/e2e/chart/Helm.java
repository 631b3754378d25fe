package io.scaledapp.e2e.chart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Helm program, as the cluster's build script makes it, with an empty home of its own. */
record Helm(String name, Path program) {

  /** How a command ended, and what it printed. */
  record Result(int exitCode, String output, String errors) {}

  private static final Path PROJECT =
      Path.of(System.getProperty("scaledapp.project", "..")).toAbsolutePath().normalize();
  static final Path CHART = PROJECT.resolve("helm/scaledapp");
  private static final String RELEASE = "scaledapp";

  /** A Helm that {@code go install} has made takes the cluster for a very old one. */
  private static final String KUBERNETES = "1.34.4";

  /** How the build ends that finds no compiler: EX_UNAVAILABLE of sysexits.h. */
  private static final int UNAVAILABLE = 69;

  static Helm three() {
    return named("helm3");
  }

  static Helm four() {
    return named("helm4");
  }

  /** Renders the chart with these values. */
  Result template(Path values, String... options) {
    return template(CHART, values, options);
  }

  /** Renders a chart that is not the project's own with these values. */
  Result template(Path chart, Path values, String... options) {
    var arguments = new ArrayList<>(List.of("template", RELEASE, chart.toString()));
    arguments.addAll(List.of("--namespace", RELEASE, "--kube-version", KUBERNETES));
    arguments.addAll(List.of("--values", values.toString()));
    arguments.addAll(List.of(options));
    return run(program, arguments);
  }

  Result lint(Path values) {
    return run(
        program, List.of("lint", "--strict", CHART.toString(), "--values", values.toString()));
  }

  @Override
  public String toString() {
    return name;
  }

  /** Whether this machine can build Helm, or has it already. */
  static boolean isAvailable() {
    return build("helm3").exitCode() != UNAVAILABLE;
  }

  private static Result build(String artifact) {
    return run(PROJECT.resolve("e2e/cluster/build.sh"), List.of(artifact));
  }

  private static Helm named(String artifact) {
    var result = build(artifact);
    assertThat(result.exitCode()).as(result.errors()).isZero();
    return new Helm(artifact, Path.of(result.output().strip().substring(artifact.length() + 1)));
  }

  private static Result run(Path program, List<String> arguments) {
    try {
      var home = Files.createTempDirectory(Path.of("target"), "helm-").toAbsolutePath();
      var errors = home.resolve("errors.txt");
      var command = new ArrayList<>(List.of(program.toString()));
      command.addAll(arguments);
      var builder = new ProcessBuilder(command).redirectError(errors.toFile());
      for (var kind : List.of("CACHE", "CONFIG", "DATA")) {
        builder.environment().put("HELM_" + kind + "_HOME", home.toString());
      }
      builder.environment().put("KUBECONFIG", home.resolve("none").toString());
      var process = builder.start();
      var output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Result(process.waitFor(), output, Files.readString(errors));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + program, interrupted);
    }
  }
}
