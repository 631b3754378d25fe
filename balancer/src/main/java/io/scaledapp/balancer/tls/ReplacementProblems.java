package io.scaledapp.balancer.tls;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of replaced files that cannot be used, each problem once, and at the second look in a row:
 * at the first one a file may be half written. For one thread at a time.
 */
final class ReplacementProblems {
  private static final Logger log = LoggerFactory.getLogger(ReplacementProblems.class);

  private record Problem(String reason, boolean told) {}

  /** By file or folder, from the latest look. */
  private final Map<Path, Problem> problems = new HashMap<>();

  /** Nothing is wrong with it at this look. */
  void none(Path place) {
    problems.remove(place);
  }

  /** This is wrong with it at this look. */
  void found(Path place, TlsException failure) {
    var reason = String.valueOf(failure.getMessage());
    var before = problems.get(place);
    if (before == null || !before.reason().equals(reason)) {
      problems.put(place, new Problem(reason, false));
    } else if (!before.told()) {
      problems.put(place, new Problem(reason, true));
      log.atError()
          .addKeyValue("reason", reason)
          .log("a certificate cannot be used; the one before it stays in force");
    }
  }
}
