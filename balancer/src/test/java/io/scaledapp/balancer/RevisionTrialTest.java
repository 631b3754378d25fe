package io.scaledapp.balancer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.Revision;
import io.scaledapp.balancer.control.RevisionLoad;
import io.scaledapp.balancer.control.RevisionSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two revisions with a replica each, of which the second is on trial. */
class RevisionTrialTest {

  private static Fixture fixture(int percent, Replica... revisions) {
    var app = Tables.app(revisions);
    var endpoints = new ArrayList<Endpoint>();
    for (var endpoint : app.endpoints()) {
      endpoints.add(endpoint.of(new Revision(endpoints.size() + 1)));
    }
    var traffic = app.traffic().withRevisionSplit(new RevisionSplit(2, percent));
    return new Fixture(
        options -> options, app.with(app.policy(), traffic).with(app.queue(), endpoints));
  }

  private static List<RevisionLoad> loads(Fixture fixture) {
    return requireNonNull(fixture.load().byRevision()).revisions();
  }

  @Test
  void requestsAreDividedAndTheReportTellsWhatEachRevisionMadeOfThem() {
    try (var former = Replica.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var latter =
            Replica.answering("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n");
        var fixture = fixture(30, former, latter)) {
      var client = fixture.client();
      int failed = 0;
      for (int i = 0; i < 300; i++) {
        failed += client.get("/").startsWith("HTTP/1.1 500 ") ? 1 : 0;
      }
      assertThat(failed).isBetween(50, 140);
      var loads = loads(fixture);
      assertThat(loads).extracting(RevisionLoad::revision).containsExactly(1, 2);
      assertThat(loads)
          .extracting(RevisionLoad::requests)
          .containsExactly(300L - failed, (long) failed);
      assertThat(loads).extracting(RevisionLoad::errors).containsExactly(0L, (long) failed);
      assertThat(loads.getFirst().latency().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(300L - failed);
    }
  }

  @Test
  void aRevisionThatCannotBeReachedHasErrorsWhileTheOtherAnswers() {
    try (var former = Replica.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var latter = Replica.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var fixture = fixture(100, former, latter)) {
      latter.close();
      var client = fixture.client();
      for (int i = 0; i < 3; i++) {
        assertThat(client.get("/")).startsWith("HTTP/1.1 ");
      }
      assertThat(loads(fixture).getLast().errors()).isPositive();
    }
  }

  @Test
  void withoutATrialNothingIsReportedByRevision() {
    try (var replica = Replica.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var fixture = new Fixture(replica)) {
      assertThat(fixture.client().get("/")).startsWith("HTTP/1.1 200 ");
      assertThat(Stream.ofNullable(fixture.load().byRevision())).isEmpty();
    }
  }
}
