package io.scaledapp.balancer.upstream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.OutlierDetection;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.balancer.control.TrafficPolicy;
import io.scaledapp.balancer.http1.HeadLimits;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.metrics.RequestRecorder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of endpoints that fail or are new, on a clock of the test's own. */
class EndpointCareTest {
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000_000);
  private final AtomicInteger ejections = new AtomicInteger();
  private final RequestRecorder recorder =
      new RequestRecorder() {
        @Override
        public void record(String app, int statusClass, long nanos) {}

        @Override
        public void ejected(String app) {
          ejections.incrementAndGet();
        }
      };
  private final Apps apps = new Apps(List.of(), new UnwatchedSlots(), clock::get, recorder);
  private final EligibleEndpoints eligible = new EligibleEndpoints();
  private int tables;

  private void apply(TrafficPolicy traffic, int endpoints) {
    var route =
        new AppRoute(
            "default/app",
            List.of(),
            List.of("/"),
            0,
            AppRoute.Policy.ROUND_ROBIN,
            0,
            QueueLimits.DEFAULT,
            Timeouts.DEFAULT,
            IntStream.range(0, endpoints)
                .mapToObj(i -> new Endpoint("" + i, "127.0.0.1", 1, 1, Endpoint.State.READY))
                .toList());
    var table = List.of(route.with(route.policy(), traffic));
    apps.apply(new RoutingTable(1, ++tables, table));
  }

  private static TrafficPolicy ejectingUpTo(int percent) {
    var usual = OutlierDetection.DEFAULT;
    return TrafficPolicy.DEFAULT.withOutlierDetection(
        new OutlierDetection(5, true, usual.ejectionTime(), usual.maxEjectionTime(), percent));
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
    apps.tick();
  }

  private App app() {
    return requireNonNull(apps.only("default/app").find(new RequestHead(HeadLimits.DEFAULT)));
  }

  private UpstreamEndpoint pick() {
    var endpoint = requireNonNull(app().acquire(eligible, 0, null, null));
    app().release(endpoint);
    return endpoint;
  }

  /** How often each endpoint is picked. */
  private Map<String, Integer> picks(int count) {
    var picks = new HashMap<String, Integer>();
    for (int i = 0; i < count; i++) {
      picks.merge(pick().id(), 1, Integer::sum);
    }
    return picks;
  }

  /** Lets the endpoint answer so often in a row with this status. */
  private void answer(String id, int status, int times) {
    var endpoint = pick();
    for (int i = 0; !endpoint.id().equals(id); i++) {
      assertThat(i).as("picks until " + id).isLessThan(1_000);
      endpoint = pick();
    }
    for (int i = 0; i < times; i++) {
      endpoint.answered(status);
    }
  }

  /** Lets it take so many gRPC calls in a row that end so. */
  private void call(String id, boolean serverError, int times) {
    var endpoint = pick();
    for (int i = 0; !endpoint.id().equals(id); i++) {
      assertThat(i).as("picks until " + id).isLessThan(1_000);
      endpoint = pick();
    }
    for (int i = 0; i < times; i++) {
      endpoint.callAnswered(200);
      endpoint.callEnded(serverError);
    }
  }

  @Test
  void endpointWhoseCallsEndWithErrorsIsOutUnlessOneInBetweenEndsWell() {
    apply(ejectingUpTo(10), 3);
    call("1", true, 4);
    call("1", false, 1);
    call("1", true, 4);
    assertThat(picks(30)).containsOnlyKeys("0", "1", "2");
    call("1", true, 1);
    assertThat(picks(30)).containsOnlyKeys("0", "2");
  }

  @Test
  void endpointThatFailsFiveTimesInARowIsOutForHalfAMinute() {
    apply(ejectingUpTo(10), 3);
    answer("1", 500, 4);
    assertThat(picks(30)).containsOnlyKeys("0", "1", "2");

    answer("1", 500, 1);
    assertThat(picks(30)).containsOnlyKeys("0", "2");
    assertThat(ejections).hasValue(1);

    pass(Duration.ofMillis(29_900));
    assertThat(picks(30)).containsOnlyKeys("0", "2");
    pass(Duration.ofMillis(100));
    assertThat(picks(30)).containsOnlyKeys("0", "1", "2");
  }

  @Test
  void goodAnswerStartsTheCountAnew() {
    apply(ejectingUpTo(10), 2);
    for (int i = 0; i < 10; i++) {
      answer("0", 503, 4);
      answer("0", 200, 1);
    }

    assertThat(picks(10)).containsOnlyKeys("0", "1");
  }

  @Test
  void secondEjectionInARowIsTwiceAsLong() {
    apply(ejectingUpTo(10), 2);
    answer("0", 500, 5);
    pass(Duration.ofSeconds(30));
    answer("0", 500, 5);

    pass(Duration.ofSeconds(59));
    assertThat(picks(10)).containsOnlyKeys("1");
    pass(Duration.ofSeconds(1));
    assertThat(picks(10)).containsOnlyKeys("0", "1");
  }

  @Test
  void lastEndpointStaysAndWhereAllFailAllAreTried() {
    apply(ejectingUpTo(100), 3);
    answer("0", 500, 5);
    answer("1", 500, 5);
    assertThat(picks(10)).containsOnlyKeys("2");

    answer("2", 500, 5);
    assertThat(picks(30)).containsOnlyKeys("0", "1", "2");
    answer("2", 500, 50);
    answer("0", 500, 50);
    assertThat(picks(30)).containsOnlyKeys("0", "1", "2");

    answer("2", 200, 1);
    answer("0", 500, 5);
    answer("1", 500, 5);
    assertThat(picks(10)).containsOnlyKeys("2");
  }

  @Test
  void noMoreAreOutThanMayBe() {
    apply(ejectingUpTo(10), 5);
    answer("0", 500, 5);
    answer("1", 500, 50);

    assertThat(picks(50)).containsOnlyKeys("1", "2", "3", "4");
  }

  @Test
  void serverErrorsAreNoFailuresUnlessSoIsSaid() {
    apply(TrafficPolicy.DEFAULT, 2);
    answer("0", 500, 50);
    assertThat(picks(10)).containsOnlyKeys("0", "1");

    pick().failed();
    for (int i = 0; i < 4; i++) {
      picks(1);
      pick().failed();
    }
    assertThat(picks(10)).hasSize(1);
  }

  @Test
  void ejectionOutlivesATableThatChangesOtherThings() {
    apply(ejectingUpTo(10), 2);
    answer("0", 500, 5);
    apply(ejectingUpTo(10), 3);

    assertThat(picks(30)).containsOnlyKeys("1", "2");
  }

  @Test
  void newEndpointsShareGrowsEvenly() {
    var traffic = TrafficPolicy.DEFAULT.withSlowStart(Duration.ofSeconds(100));
    apply(traffic, 1);
    pass(Duration.ofSeconds(100));
    apply(traffic, 2);

    assertThat(picks(1_100).get("1")).isCloseTo(100, within(5));
    pass(Duration.ofSeconds(50));
    assertThat(picks(1_500).get("1")).isCloseTo(500, within(10));
    pass(Duration.ofSeconds(50));
    assertThat(picks(1_000).get("1")).isCloseTo(500, within(1));
  }
}
