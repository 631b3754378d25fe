package io.scaledapp.operator.platform.kubernetes.replicaset;

import io.fabric8.kubernetes.api.model.Pod;
import io.scaledapp.operator.app.Past.Drain;
import io.scaledapp.operator.platform.kubernetes.cluster.Annotations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Drains as annotations of pods. Pure. */
final class Drains {

  private Drains() {}

  /** The drain that a pod tells of; empty if it tells of none, or somebody made it unreadable. */
  static Optional<Drain> of(Pod pod) {
    var since = Annotations.get(pod, Annotations.DRAIN_SINCE);
    var deadline = Annotations.get(pod, Annotations.DRAIN_DEADLINE);
    if (since == null || deadline == null) {
      return Optional.empty();
    }
    try {
      var untilIdle = Annotations.get(pod, Annotations.DRAIN_UNTIL_IDLE);
      return Optional.of(
          new Drain(
              Instant.parse(since),
              Instant.parse(deadline),
              untilIdle == null ? null : Duration.parse(untilIdle)));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  /** What to write; null values remove what is there. */
  static Map<String, @Nullable String> annotations(Optional<Drain> drain) {
    var annotations = new HashMap<String, @Nullable String>();
    annotations.put(Annotations.DRAIN_SINCE, drain.map(one -> one.since().toString()).orElse(null));
    annotations.put(
        Annotations.DRAIN_DEADLINE, drain.map(one -> one.deadline().toString()).orElse(null));
    annotations.put(
        Annotations.DRAIN_UNTIL_IDLE,
        drain.map(Drain::untilIdle).map(Duration::toString).orElse(null));
    return annotations;
  }
}
