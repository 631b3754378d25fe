package io.scaledapp.e2e.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The images of the operator, the balancer and the samples, made of what this build has built. */
final class Images {

  static final String[] SAMPLES = {"express-hello:dev", "spring-hello:dev"};

  private static final Duration BUILD_LIMIT = Duration.ofMinutes(15);

  private Images() {}

  /** Builds what changed of the operator and the balancer. */
  static void buildProgram(String tag) {
    run("helm/images.sh", "--base", Artifacts.get("java"), "--tag", tag);
  }

  static String program(String name, String tag) {
    return "scaledapp/%s:%s".formatted(name, tag);
  }

  /** Builds what changed of the samples. */
  static void buildSamples() {
    run("e2e/apps/images.sh", "--nodejs", Artifacts.get("nodejs"), "--java", Artifacts.get("java"));
  }

  /** Changes with the image's content. */
  static String id(String image) {
    return docker("image", "inspect", "--format", "{{.Id}}", image).strip();
  }

  private static String docker(String... arguments) {
    var command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    return Command.run(Map.of(), BUILD_LIMIT, command).orFail();
  }

  private static void run(String script, String... options) {
    Path file = Artifacts.project().resolve(script);
    var command = new ArrayList<>(List.of(file.toString()));
    command.addAll(List.of(options));
    var unused = Command.run(Map.of(), BUILD_LIMIT, command).orFail();
  }
}
