package io.scaledapp.balancer.upstream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.cache.SharedCache;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.AppRoute.Policy;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.Revision;
import io.scaledapp.balancer.control.RevisionSplit;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.balancer.control.TrafficPolicy;
import io.scaledapp.balancer.http1.HeadLimits;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.metrics.RequestRecorder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Three replicas of revision 1 and one of revision 2, which is on trial. */
class RevisionSplitTest {
  private final EligibleEndpoints eligible = new EligibleEndpoints();
  private final Apps apps =
      new Apps(
          List.of(),
          new UnwatchedSlots(),
          System::nanoTime,
          RequestRecorder.NONE,
          Optional.empty(),
          new SharedCache());
  private int tables;

  private static Endpoint endpoint(int revision, int number) {
    return new Endpoint(revision + "-" + number, "127.0.0.1", 1, 1, Endpoint.State.READY)
        .of(new Revision(revision));
  }

  private void apply(@Nullable RevisionSplit split, Policy policy, int slots, Endpoint... all) {
    var endpoints =
        all.length > 0
            ? List.of(all)
            : Stream.concat(
                    IntStream.range(0, 3).mapToObj(number -> endpoint(1, number)),
                    Stream.of(endpoint(2, 0)))
                .toList();
    var route =
        new AppRoute(
            "default/app",
            List.of(),
            List.of("/"),
            0,
            policy,
            slots,
            QueueLimits.DEFAULT,
            Timeouts.DEFAULT,
            endpoints);
    var traffic = TrafficPolicy.DEFAULT.withRevisionSplit(split);
    apps.apply(new RoutingTable(1, ++tables, List.of(route.with(policy, traffic))));
  }

  private App app() {
    return requireNonNull(apps.only("default/app").find(new RequestHead(HeadLimits.DEFAULT)));
  }

  private @Nullable UpstreamEndpoint acquire(int hash) {
    return app().acquire(eligible, hash, null, null);
  }

  private int revisionOf(int hash) {
    var endpoint = requireNonNull(acquire(hash));
    app().release(endpoint);
    return endpoint.revision();
  }

  /** How many of a thousand clients' requests the revision on trial gets. */
  private int ofAThousand() {
    var hashes = new Random(1);
    return (int) IntStream.range(0, 1000).filter(i -> revisionOf(hashes.nextInt()) == 2).count();
  }

  @Test
  void everyPolicyGivesTheTrialItsPercentage() {
    for (var policy : Policy.values()) {
      apply(new RevisionSplit(2, 20), policy, 0);
      assertThat(ofAThousand()).as(policy.name()).isBetween(140, 260);
    }
  }

  @Test
  void noPercentIsNoRequestAndHundredPercentIsEach() {
    apply(new RevisionSplit(2, 0), Policy.LEAST_REQUEST, 0);
    assertThat(ofAThousand()).isZero();
    apply(new RevisionSplit(2, 100), Policy.LEAST_REQUEST, 0);
    assertThat(ofAThousand()).isEqualTo(1000);
  }

  @Test
  void withoutATrialRevisionsDoNotMatter() {
    apply(null, Policy.ROUND_ROBIN, 0);
    assertThat(ofAThousand()).isEqualTo(250);
  }

  @Test
  void aClientThatIsHashedStaysAndOnesOnTrialStayWhileTheShareRises() {
    var before = new HashSet<Integer>();
    for (int percent : new int[] {5, 20, 60}) {
      apply(new RevisionSplit(2, percent), Policy.CONSISTENT_HASH, 0);
      var now = new HashSet<Integer>();
      for (int hash = 0; hash < 500; hash++) {
        if (revisionOf(hash) == 2) {
          now.add(hash);
        }
        assertThat(revisionOf(hash) == 2).isEqualTo(now.contains(hash));
      }
      assertThat(now).containsAll(before).hasSizeGreaterThan(before.size());
      before = now;
    }
  }

  @Test
  void theOtherRevisionServesWhereTheChosenOneHasNoReplica() {
    apply(new RevisionSplit(2, 100), Policy.ROUND_ROBIN, 0, endpoint(1, 0));
    assertThat(revisionOf(0)).isEqualTo(1);
    apply(new RevisionSplit(2, 0), Policy.ROUND_ROBIN, 0, endpoint(2, 0));
    assertThat(revisionOf(0)).isEqualTo(2);
  }

  @Test
  void whereBothServeAFullRevisionMakesNobodyWait() {
    apply(new RevisionSplit(2, 99), Policy.IP_HASH, 1);
    var taken = new ArrayList<String>();
    for (int i = 0; i < 4; i++) {
      taken.add(requireNonNull(acquire(i)).id());
    }
    assertThat(taken).containsExactlyInAnyOrder("1-0", "1-1", "1-2", "2-0");
    assertThat(acquire(0)).isNull();
  }

  @Test
  void whereOneRevisionIsToServeItsRequestsWaitForIt() {
    apply(new RevisionSplit(2, 0), Policy.ROUND_ROBIN, 1);
    for (int i = 0; i < 3; i++) {
      assertThat(requireNonNull(acquire(0)).revision()).isEqualTo(1);
    }
    assertThat(acquire(0)).isNull();
  }

  @Test
  void whatRevisionsAnswerIsCountedWhileOneIsOnTrial() {
    apply(new RevisionSplit(2, 100), Policy.ROUND_ROBIN, 0);
    var endpoint = requireNonNull(acquire(0));
    endpoint.answered(200);
    endpoint.answeredAfter(1_000_000);
    endpoint.answered(503);
    endpoint.failed();
    endpoint.callAnswered(200);
    endpoint.callEnded(true);
    endpoint.accepted();

    var loads = requireNonNull(app().load(0).byRevision()).revisions();

    assertThat(loads).hasSize(2);
    assertThat(loads.getFirst().requests()).isZero();
    var trial = loads.getLast();
    assertThat(trial.revision()).isEqualTo(2);
    assertThat(trial.requests()).isEqualTo(5);
    assertThat(trial.errors()).isEqualTo(3);
    assertThat(trial.latency().stream().mapToLong(Long::longValue).sum()).isEqualTo(1);
    assertThat(trial.latency().getLast()).isEqualTo(1);
  }

  @Test
  void nothingIsMeasuredWithoutATrial() {
    apply(new RevisionSplit(2, 100), Policy.ROUND_ROBIN, 0);
    apply(null, Policy.ROUND_ROBIN, 0);
    assertThat(requireNonNull(acquire(0)).isMeasured()).isFalse();
    assertThat(app().load(0).byRevision()).isNull();
  }

  @Test
  void countsOutliveTheLastReplicaOfTheRevisionOnTrial() {
    apply(new RevisionSplit(2, 100), Policy.ROUND_ROBIN, 0);
    requireNonNull(acquire(0)).failed();
    apply(new RevisionSplit(2, 100), Policy.ROUND_ROBIN, 0, endpoint(1, 0));
    var loads = requireNonNull(app().load(0).byRevision()).revisions();
    assertThat(loads.getLast().errors()).isEqualTo(1);
  }
}
