package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.AppLoad;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a load report tells of the time until answers begin. */
@ExtendWith(LeakCheck.class)
class AnswerTimesTest {
  private static final long LONG_NANOS = 50_000_000;

  /** Answers begin late, and end never. */
  private static Replica slow(CountDownLatch over) {
    return Replica.start(
        connection -> {
          connection.readHead();
          pause();
          connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
          CachedApps.await(over);
        });
  }

  private static void pause() {
    LockSupport.parkNanos(2 * LONG_NANOS);
  }

  @Test
  void answerCountsWhenItBegins() {
    var over = new CountDownLatch(1);
    try (var replica = slow(over);
        var fixture = new Fixture(options -> options, Tables.app(replica).withMeasured(true))) {
      var client = fixture.client().send("GET / HTTP/1.1\r\nHost: app\r\n\r\n");
      assertThat(client.readHead()).startsWith("HTTP/1.1 200 OK\r\n");

      AppLoad load = fixture.load();
      assertThat(load.concurrency()).isEqualTo(1);
      assertThat(load.answers()).isEqualTo(1);
      assertThat(load.answerNanos()).isGreaterThanOrEqualTo(LONG_NANOS);
      over.countDown();
    }
  }

  @Test
  void nothingIsMeasuredUnlessItIsWanted() {
    try (var replica = CachedApps.answering(n -> CachedApps.ok("ok", ""));
        var fixture = new Fixture(options -> options, Tables.app(replica))) {
      var answer = fixture.client().get("/");
      assertThat(answer).startsWith("HTTP/1.1 200 ");

      assertThat(fixture.load().requests()).isEqualTo(1);
      assertThat(fixture.load().answers()).isZero();
      assertThat(fixture.load().answerNanos()).isZero();
    }
  }

  @Test
  void failuresAreNoAnswers() {
    var replica = CachedApps.answering(n -> CachedApps.ok("ok", ""));
    try (var fixture = new Fixture(options -> options, Tables.app(replica).withMeasured(true))) {
      fixture.client().get("/");
      replica.close();
      assertThat(fixture.client().get("/")).startsWith("HTTP/1.1 502 ");

      assertThat(fixture.load().answers()).isEqualTo(1);
    }
  }
}
