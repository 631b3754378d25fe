package io.scaledapp.e2e.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.Prober;
import io.scaledapp.e2e.balancer.RunningBalancer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Clients and replicas that reset, half-close, stall and vanish. {@code e2e/bench/soak.sh} has them
 * do so for half an hour.
 */
class SoakIT {
  private static final Duration LENGTH =
      Duration.parse(System.getProperty("scaledapp.e2e.soak", "PT15S"));
  private static final Duration WARM_UP =
      LENGTH.dividedBy(3).compareTo(Duration.ofMinutes(2)) < 0
          ? LENGTH.dividedBy(3)
          : Duration.ofMinutes(2);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** What compiled code, caches of threads and the like may add; a leak has no bound. */
  private static final long SLACK = 32L * 1024 * 1024;

  @Test
  void everythingReturnsToWhereItStarted() throws InterruptedException {
    try (var leaks = new Leaks();
        var balancer = RunningBalancer.start()) {
      soak(balancer, WARM_UP);
      var before = settled(balancer);
      var done = soak(balancer, LENGTH);
      Await.until(
          "files are closed", LIMIT, () -> settled(balancer).files(), n -> n <= before.files());
      var after = settled(balancer);
      new Report(LENGTH, done, before, after).write();
      assertThat(after.heapBytes()).isLessThan(before.heapBytes() + SLACK);
      assertThat(after.bufferBytes()).isLessThan(before.bufferBytes() + SLACK);
      assertThat(leaks.found()).isEmpty();
    }
  }

  /** All the while another app's clients notice nothing. */
  private static Map<Act, Long> soak(RunningBalancer balancer, Duration length)
      throws InterruptedException {
    try (var replicas = new Replicas(balancer);
        var prober =
            Prober.start(
                new InetSocketAddress("127.0.0.1", balancer.port()), Replicas.CALM, "/", 2)) {
      var clients = new MixedClients(balancer.port());
      Await.pause(length);
      var done = clients.stop();
      assertThat(done).allSatisfy((act, count) -> assertThat(count).as(act.name()).isPositive());
      assertThat(prober.stop()).isEmpty();
      assertThat(prober.answered()).isPositive();
      return done;
    }
  }

  private static Vitals settled(RunningBalancer balancer) {
    return Await.until(
        "nothing is open or in flight",
        LIMIT,
        () -> Vitals.of(balancer),
        vitals -> vitals.clientConnections() == 0 && vitals.concurrency() == 0);
  }
}
