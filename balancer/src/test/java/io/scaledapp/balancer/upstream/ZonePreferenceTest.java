package io.scaledapp.balancer.upstream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.cache.SharedCache;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.balancer.control.TrafficPolicy;
import io.scaledapp.balancer.control.Zone;
import io.scaledapp.balancer.control.ZonePreference;
import io.scaledapp.balancer.http1.HeadLimits;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.metrics.RequestRecorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Six endpoints, of which each zone has two, and a balancer in the first zone. */
class ZonePreferenceTest {
  private final EligibleEndpoints eligible = new EligibleEndpoints();
  private final List<UpstreamEndpoint> taken = new ArrayList<>();
  private Apps apps = in(Optional.of(new Zone("zone-0")));
  private int tables;

  private static Apps in(Optional<Zone> zone) {
    return new Apps(
        List.of(),
        new UnwatchedSlots(),
        System::nanoTime,
        RequestRecorder.NONE,
        zone,
        new SharedCache());
  }

  private static Endpoint endpoint(int number) {
    return new Endpoint(
        "" + number, "127.0.0.1", 1, 1, Endpoint.State.READY, new Zone("zone-" + number / 2));
  }

  /** A table with the endpoints from a number on, and so many slots on each. */
  private void apply(@Nullable ZonePreference preference, int from, int slots) {
    var route =
        new AppRoute(
            "default/app",
            List.of(),
            List.of("/"),
            0,
            AppRoute.Policy.ROUND_ROBIN,
            slots,
            QueueLimits.DEFAULT,
            Timeouts.DEFAULT,
            IntStream.range(from, 6).mapToObj(ZonePreferenceTest::endpoint).toList());
    var traffic = TrafficPolicy.DEFAULT.withZonePreference(preference);
    apps.apply(new RoutingTable(1, ++tables, List.of(route.with(route.policy(), traffic))));
  }

  private void apply(@Nullable ZonePreference preference) {
    apply(preference, 0, 0);
  }

  private App app() {
    return requireNonNull(apps.only("default/app").find(new RequestHead(HeadLimits.DEFAULT)));
  }

  /** Begins so many requests; returns how many of all that are in flight the own zone has. */
  private long near(int requests) {
    for (int i = 0; i < requests; i++) {
      taken.add(requireNonNull(app().acquire(eligible, 0, null, null)));
    }
    return taken.stream().filter(one -> Integer.parseInt(one.id()) < 2).count();
  }

  @Test
  void requestsThatComeOneByOneStayInTheirZone() {
    apply(ZonePreference.DEFAULT);
    for (int i = 0; i < 100; i++) {
      assertThat(near(1)).isEqualTo(1);
      app().release(taken.removeFirst());
    }
  }

  @Test
  void ownZoneHasTwiceItsShareAtMost() {
    apply(ZonePreference.DEFAULT);
    assertThat(near(300)).isBetween(195L, 205L);
  }

  @Test
  void threeTimesItsShareIsAllWithThreeZones() {
    apply(new ZonePreference(300));
    assertThat(near(300)).isEqualTo(300);
  }

  @Test
  void withoutAPreferenceZonesDoNotMatter() {
    apply(null);
    assertThat(near(300)).isEqualTo(100);
  }

  @Test
  void balancerThatDoesNotKnowItsZonePrefersNone() {
    apps = in(Optional.empty());
    apply(new ZonePreference(10_000));
    assertThat(near(300)).isEqualTo(100);
  }

  @Test
  void otherZonesServeWhereTheOwnOneHasNothing() {
    apply(new ZonePreference(10_000), 2, 0);
    assertThat(near(40)).isZero();
  }

  @Test
  void otherZonesServeWhereTheOwnOneHasNoSlot() {
    apply(new ZonePreference(10_000), 0, 5);
    assertThat(near(10)).isEqualTo(10);
    assertThat(near(20)).isEqualTo(10);
  }

  @Test
  void retryGoesToAnotherOfTheOwnZoneFirst() {
    apply(ZonePreference.DEFAULT);
    var failed = requireNonNull(app().acquire(eligible, 0, null, null));
    app().release(failed);
    var next = requireNonNull(app().acquire(eligible, 0, failed, null));
    assertThat(List.of(failed.id(), next.id())).containsExactlyInAnyOrder("0", "1");
  }
}
