package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.AppRoute.Protocol;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.balancer.metrics.EndpointStatus;
import io.scaledapp.balancer.metrics.RequestRecorder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a balancer tells its metrics of endpoints and of the queue. */
class EndpointStatusTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final Recorder recorder = new Recorder();

  private static final class Recorder implements RequestRecorder {
    private volatile List<EndpointStatus> endpoints = List.of();
    private final AtomicLong waited = new AtomicLong();

    @Override
    public void record(String app, int statusClass, long nanos) {}

    @Override
    public void endpoints(List<EndpointStatus> all) {
      endpoints = all;
    }

    @Override
    public void waited(String app, long nanos) {
      waited.addAndGet(nanos);
    }

    private boolean tells(int connections, int idle) {
      var all = endpoints;
      return all.size() == 1
          && all.getFirst().connections() == connections
          && all.getFirst().idleConnections() == idle;
    }
  }

  private static BalancerOptions often(BalancerOptions options) {
    return options.withReportEvery(Duration.ofMillis(20));
  }

  @Test
  void connectionIsOpenAndIdleUntilItsReplicaEndsIt() {
    try (var replica = Replica.answering(OK);
        var fixture = new Fixture(EndpointStatusTest::often, recorder, Tables.app(replica))) {
      Await.until("no connection", () -> recorder.tells(0, 0));
      assertThat(fixture.client().get("/")).isEqualTo(OK);
      Await.until("one that is idle", () -> recorder.tells(1, 1));
      assertThat(recorder.endpoints.getFirst())
          .matches(EndpointStatus::healthy)
          .matches(status -> !status.ejected())
          .matches(status -> status.weight() == 1)
          .matches(status -> status.app().equals("default/app"));
      replica.kill();
      Await.until("none again", () -> recorder.tells(0, 0));
    }
  }

  @Test
  void connectionOfHttp2IsOpenAndNeverIdle() {
    try (var replica =
            Replica.start(
                connection -> {
                  try (var peer = FramePeer.replica(connection)) {
                    peer.answer(peer.request(), "200", "hi");
                    peer.readUntil(FramePeer.HEADERS);
                  }
                });
        var fixture =
            new Fixture(
                EndpointStatusTest::often,
                recorder,
                Tables.app(replica).withProtocol(Protocol.HTTP2))) {
      assertThat(fixture.client().get("/")).startsWith("HTTP/1.1 200 ");
      Await.until("one connection", () -> recorder.tells(1, 0));
    }
  }

  @Test
  void waitInTheQueueIsTold() {
    var queue = new QueueLimits(2, Duration.ofMillis(30));
    try (var fixture =
        new Fixture(
            EndpointStatusTest::often,
            recorder,
            Tables.app(0, queue, Timeouts.DEFAULT, List.of()))) {
      assertThat(fixture.client().get("/")).startsWith("HTTP/1.1 503 ");
      assertThat(recorder.waited.get()).isGreaterThanOrEqualTo(Duration.ofMillis(30).toNanos());
    }
  }
}
