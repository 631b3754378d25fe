package io.scaledapp.e2e.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What {@code e2e/cluster/build.sh} builds: images by name, programs by file. Built or taken from
 * the cache when first asked for.
 */
public final class Artifacts {

  /** The first build of all takes about a quarter of an hour on two cores. */
  private static final Duration BUILD_LIMIT = Duration.ofHours(1);

  /** How the build ends that finds no compiler: EX_UNAVAILABLE of sysexits.h. */
  private static final int UNAVAILABLE = 69;

  private static final Map<String, String> BUILT = new ConcurrentHashMap<>();

  private Artifacts() {}

  /**
   * The artifact's image or file; the names stand in {@code build.sh}. The system property {@code
   * scaledapp.e2e.artifact.NAME} names one to take in place of it.
   */
  public static String get(String name) {
    var given = given(name);
    return given.isEmpty() ? BUILT.computeIfAbsent(name, Artifacts::build) : given;
  }

  /** The same, or nothing where this machine has no compiler and cannot get one. */
  public static Optional<String> ifAvailable(String name) {
    return given(name).isEmpty() && run(name).exitCode() == UNAVAILABLE
        ? Optional.empty()
        : Optional.of(get(name));
  }

  private static String given(String name) {
    return System.getProperty("scaledapp.e2e.artifact." + name, "");
  }

  private static String build(String name) {
    return run(name).orFail().strip().substring(name.length() + 1);
  }

  private static Command.Result run(String name) {
    var script = project().resolve("e2e/cluster/build.sh").toString();
    return Command.runShowingProgress(BUILD_LIMIT, List.of(script, name));
  }

  /** The folder of the whole project. */
  public static Path project() {
    return Path.of(System.getProperty("scaledapp.project", "..")).toAbsolutePath().normalize();
  }
}
