package io.scaledapp.e2e.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What {@code e2e/cluster/build.sh} builds: images by name, programs by file. Built or taken from
 * the cache when first asked for.
 */
public final class Artifacts {

  /** The first build of all takes about a quarter of an hour on two cores. */
  private static final Duration BUILD_LIMIT = Duration.ofHours(1);

  private static final Map<String, String> BUILT = new ConcurrentHashMap<>();

  private Artifacts() {}

  /**
   * The artifact's image or file; the names stand in {@code build.sh}. The system property {@code
   * scaledapp.e2e.artifact.NAME} names one to take in place of it.
   */
  public static String get(String name) {
    var given = System.getProperty("scaledapp.e2e.artifact." + name, "");
    return given.isEmpty() ? BUILT.computeIfAbsent(name, Artifacts::build) : given;
  }

  private static String build(String name) {
    var script = project().resolve("e2e/cluster/build.sh").toString();
    var printed = Command.runShowingProgress(BUILD_LIMIT, List.of(script, name)).orFail();
    return printed.strip().substring(name.length() + 1);
  }

  /** The folder of the whole project. */
  public static Path project() {
    return Path.of(System.getProperty("scaledapp.project", "..")).toAbsolutePath().normalize();
  }
}
