package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.OutlierDetection;
import io.scaledapp.balancer.control.TrafficPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutlierDetectionTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String ERROR = "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n";

  private static AppRoute route(boolean serverErrors, Duration time, Replica... replicas) {
    var policy = new OutlierDetection(5, serverErrors, time, time, 10);
    return Tables.app(replicas)
        .with(AppRoute.Policy.ROUND_ROBIN, TrafficPolicy.DEFAULT.withOutlierDetection(policy));
  }

  private static Replica resetting() {
    return Replica.start(
        connection -> {
          connection.readHead();
          connection.reset();
        });
  }

  @Test
  void replicaThatDoesNotAnswerIsAskedNoMore() {
    try (var bad = resetting();
        var good = Replica.answering(OK);
        var fixture = new Fixture(bad, good)) {
      var client = fixture.client();
      for (int i = 0; i < 30; i++) {
        assertThat(client.get("/")).isEqualTo(OK);
      }
      assertThat(bad.accepted).hasValue(5);
    }
  }

  @Test
  void replicaThatAnswersWithErrorsIsAskedNoMoreIfSoIsSaid() {
    try (var bad = Replica.answering(ERROR);
        var good = Replica.answering(OK);
        var fixture =
            new Fixture(options -> options, route(true, Duration.ofMinutes(1), bad, good))) {
      var client = fixture.client();
      for (int i = 0; i < 30; i++) {
        client.get("/");
      }
      assertThat(bad.heads).hasSize(5);
    }
  }

  @Test
  void ejectedReplicaIsBackAfterItsTime() {
    try (var bad = Replica.answering(ERROR);
        var good = Replica.answering(OK);
        var fixture =
            new Fixture(options -> options, route(true, Duration.ofMillis(1), bad, good))) {
      var client = fixture.client();
      Await.until(
          "it is asked again",
          () -> {
            client.get("/");
            return bad.heads.size() > 5;
          });
    }
  }
}
