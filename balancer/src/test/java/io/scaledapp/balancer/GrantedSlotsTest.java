package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.SlotGrants;
import io.scaledapp.balancer.control.SlotGrants.AppGrants;
import io.scaledapp.balancer.control.SlotGrants.EndpointGrant;
import io.scaledapp.balancer.control.SlotUsage;
import io.scaledapp.balancer.control.SlotUsage.AppUsage;
import io.scaledapp.balancer.control.SlotUsage.EndpointUsage;
import io.scaledapp.balancer.control.Timeouts;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A balancer whose slots are a leader's to grant. */
class GrantedSlotsTest {
  private static final String APP = "default/app";
  private static final String GET = "GET / HTTP/1.1\r\nHost: app\r\n\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final Semaphore permits = new Semaphore(0);
  private final Replica replica =
      Replica.start(
          connection -> {
            for (String head = connection.readHead();
                !head.isEmpty();
                head = connection.readHead()) {
              permits.acquireUninterruptibly();
              connection.write(OK);
            }
          });
  private final Fixture fixture = new Fixture(options -> options);

  @AfterEach
  void close() {
    permits.release(1_000);
    fixture.close();
    replica.close();
  }

  private RoutingTable table(long term, long sequence, int limit) {
    var app = Tables.app(limit, QueueLimits.DEFAULT, Timeouts.DEFAULT, Tables.endpoints(replica));
    return new RoutingTable(term, sequence, List.of(app));
  }

  private String endpoint() {
    return Tables.endpoint(replica).id();
  }

  private void grant(long base, int slots) {
    var grants = new AppGrants(APP, List.of(new EndpointGrant(endpoint(), slots)));
    fixture.balancer.grant(new SlotGrants(9, base, base + 1, List.of(grants)));
  }

  private void awaitLoad(int inFlight, int queued) {
    Await.until(
        "%d in flight and %d wait".formatted(inFlight, queued),
        () ->
            fixture.load().queued() == queued
                && fixture.load().endpoints().getFirst().concurrency() == inFlight);
  }

  private void awaitUsage(long sequence, int waiting, EndpointUsage... endpoints) {
    var expected = new AppUsage(APP, waiting, List.of(endpoints));
    Await.until(
        "it is told that " + expected,
        () ->
            fixture.usages.stream()
                .filter(usage -> usage.sequence() == sequence)
                .anyMatch(usage -> usage.apps().contains(expected)));
  }

  @Test
  void balancerThatIsGrantedNothingHasNoSlotUntilItGetsOne() {
    fixture.balancer.grant(SlotGrants.beginning(9, 1));
    fixture.balancer.apply(table(9, 1, 2));
    assertThat(fixture.usages).containsExactly(new SlotUsage(9, 1, true, List.of()));
    var client = fixture.client().send(GET);
    awaitLoad(0, 1);
    awaitUsage(1, 1);
    grant(1, 1);
    awaitLoad(1, 0);
    awaitUsage(2, 0, new EndpointUsage(endpoint(), 1, 1));
    permits.release();
    assertThat(client.readResponse()).isEqualTo(OK);
    awaitUsage(2, 0, new EndpointUsage(endpoint(), 1, 0));
  }

  @Test
  void requestsInFlightFinishWhenTheirSlotsAreWithdrawnAndNoOtherBegins() {
    fixture.balancer.grant(SlotGrants.beginning(9, 1));
    grant(1, 2);
    fixture.balancer.apply(table(9, 1, 2));
    var one = fixture.client().send(GET);
    var two = fixture.client().send(GET);
    awaitLoad(2, 0);
    grant(2, 1);
    awaitUsage(3, 0, new EndpointUsage(endpoint(), 1, 2));
    var three = fixture.client().send(GET);
    awaitLoad(2, 1);
    permits.release();
    awaitLoad(1, 1);
    awaitUsage(3, 1, new EndpointUsage(endpoint(), 1, 1));
    permits.release(2);
    for (var client : List.of(one, two, three)) {
      assertThat(client.readResponse()).isEqualTo(OK);
    }
  }

  @Test
  void balancerThatHadTheWholeLimitKeepsItAsWhatItWasGranted() {
    fixture.balancer.apply(table(8, 1, 2));
    fixture.client().send(GET);
    fixture.client().send(GET);
    awaitLoad(2, 0);
    fixture.balancer.grant(SlotGrants.beginning(9, 1));
    awaitUsage(1, 0, new EndpointUsage(endpoint(), 2, 2));
    fixture.balancer.apply(table(9, 1, 3));
    fixture.client().send(GET);
    awaitLoad(2, 1);
  }

  @Test
  void grantsOfTheFormerLeaderAreRefused() {
    fixture.balancer.grant(SlotGrants.beginning(10, 1));
    fixture.balancer.apply(table(10, 1, 2));
    grant(1, 2);
    fixture.balancer.grant(SlotGrants.beginning(9, 5));
    fixture.client().send(GET);
    awaitLoad(0, 1);
    assertThat(fixture.usages).allMatch(usage -> usage.term() == 10 && usage.sequence() == 1);
  }

  @Test
  void wholeLimitIsBackUnderALeaderThatGrantsNone() {
    fixture.balancer.grant(SlotGrants.beginning(9, 1));
    fixture.balancer.apply(table(9, 1, 2));
    fixture.client().send(GET);
    awaitLoad(0, 1);
    fixture.balancer.apply(table(10, 1, 2));
    awaitLoad(1, 0);
  }

  @Test
  void whatIsInFlightBeforeALimitIsNewIsTold() {
    fixture.balancer.grant(SlotGrants.beginning(9, 1));
    fixture.balancer.apply(table(9, 1, 0));
    fixture.client().send(GET);
    awaitLoad(1, 0);
    fixture.balancer.apply(table(9, 2, 2));
    // At once: it is told before the table counts as in force.
    var before = new AppUsage(APP, 0, List.of(new EndpointUsage(endpoint(), 0, 1)));
    assertThat(fixture.usages).contains(new SlotUsage(9, 1, true, List.of(before)));
  }
}
