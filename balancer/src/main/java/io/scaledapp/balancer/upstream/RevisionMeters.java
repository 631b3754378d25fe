package io.scaledapp.balancer.upstream;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.Revision;
import io.scaledapp.balancer.control.RevisionLoads;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The meters of an app's revisions while one is on trial; to be used with the app's lock. */
final class RevisionMeters {
  private final Map<Integer, RevisionMeter> meters = new TreeMap<>();

  /** Those of the revisions that the route names; none without a trial. */
  void update(AppRoute route) {
    var split = route.traffic().revisionSplit();
    if (split == null) {
      meters.clear();
      return;
    }
    var present =
        route.endpoints().stream().map(one -> number(one.revision())).collect(Collectors.toSet());
    // What was measured of a revision whose last replica is being replaced is of use still.
    meters.keySet().removeIf(one -> one != split.revision() && !present.contains(one));
    present.forEach(one -> meters.computeIfAbsent(one, number -> new RevisionMeter()));
  }

  /** Has an endpoint's answers measured, or no longer. */
  void measure(UpstreamEndpoint endpoint, @Nullable Revision revision) {
    int number = number(revision);
    endpoint.measure(number, meters.get(number));
  }

  @Nullable RevisionLoads read() {
    if (meters.isEmpty()) {
      return null;
    }
    return new RevisionLoads(
        meters.entrySet().stream().map(one -> one.getValue().read(one.getKey())).toList());
  }

  /** That of who names none is 0. */
  private static int number(@Nullable Revision revision) {
    return revision == null ? 0 : revision.number();
  }
}
