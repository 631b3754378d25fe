package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.AppRoute.Policy;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.HashKey;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.balancer.control.TrafficPolicy;
import io.scaledapp.balancer.control.Zone;
import io.scaledapp.balancer.control.ZonePreference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PoliciesTest {
  private static final long SLOW_NANOS = 50_000_000;

  private static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static Fixture fixture(Policy policy, HashKey key, Replica... replicas) {
    var traffic = TrafficPolicy.DEFAULT.withHash(key, 125);
    return new Fixture(options -> options, Tables.app(replicas).with(policy, traffic));
  }

  private static Replica slow() {
    return Replica.start(
        connection -> {
          while (!connection.readHead().isEmpty()) {
            LockSupport.parkNanos(SLOW_NANOS);
            connection.write(ok("slow"));
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void everyPolicyServesRequests(Policy policy) {
    try (var a = Replica.answering(ok("a"));
        var b = Replica.answering(ok("b"));
        var fixture = fixture(policy, HashKey.ADDRESS, a, b)) {
      var client = fixture.client();
      for (int i = 0; i < 20; i++) {
        assertThat(client.get("/")).startsWith("HTTP/1.1 200 ");
      }
      assertThat(a.heads.size() + b.heads.size()).isEqualTo(20);
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"IP_HASH", "CONSISTENT_HASH"})
  void everyOtherPolicyPrefersTheOwnZone(Policy policy) {
    try (var near = Replica.answering(ok("near"));
        var far = Replica.answering(ok("far"))) {
      var app =
          Tables.app(
              0,
              QueueLimits.DEFAULT,
              Timeouts.DEFAULT,
              List.of(in("zone-a", near), in("zone-b", far)));
      var traffic = TrafficPolicy.DEFAULT.withZonePreference(ZonePreference.DEFAULT);
      try (var fixture =
          new Fixture(options -> options.withZone(new Zone("zone-a")), app.with(policy, traffic))) {
        var client = fixture.client();
        for (int i = 0; i < 20; i++) {
          assertThat(client.get("/")).isEqualTo(ok("near"));
        }
        near.kill();
        assertThat(fixture.client().get("/")).isEqualTo(ok("far"));
      }
    }
  }

  private static Endpoint in(String zone, Replica replica) {
    return new Endpoint(
        "replica-" + replica.port(),
        "127.0.0.1",
        replica.port(),
        1,
        Endpoint.State.READY,
        new Zone(zone));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HEADER | X-User | GET / HTTP/1.1~Host: app~x-user: %s~~
          COOKIE | cart   | GET / HTTP/1.1~Host: app~Cookie: a=b; cart=%s~~
          PATH   | ''     | GET /%s?q=%2$s HTTP/1.1~Host: app~~
          """)
  void requestsWithTheSameKeyGoToTheSameReplica(
      HashKey.Source source, String name, String request) {
    try (var a = Replica.answering(ok("a"));
        var b = Replica.answering(ok("b"));
        var c = Replica.answering(ok("c"));
        var fixture = fixture(Policy.CONSISTENT_HASH, new HashKey(source, name), a, b, c)) {
      var client = fixture.client();
      var first = new ArrayList<String>();
      var second = new ArrayList<String>();
      for (var answers : List.of(first, second)) {
        for (int key = 0; key < 30; key++) {
          var text = request.replace("~", "\r\n").formatted("key" + key, answers.size());
          answers.add(client.send(text).readResponse());
        }
      }
      assertThat(second).isEqualTo(first);
      assertThat(first).contains(ok("a"), ok("b"), ok("c"));
    }
  }

  @Test
  void requestWithoutTheKeyGoesByTheClientsAddress() {
    var key = new HashKey(HashKey.Source.HEADER, "X-User");
    try (var a = Replica.answering(ok("a"));
        var b = Replica.answering(ok("b"));
        var fixture = fixture(Policy.CONSISTENT_HASH, key, a, b)) {
      var answers = new ArrayList<String>();
      for (int i = 0; i < 10; i++) {
        answers.add(fixture.client().get("/" + i));
      }
      assertThat(answers).containsOnly(answers.getFirst());
    }
  }

  @Test
  void quickReplicaGetsMoreThanASlowOneByItsLatency() {
    try (var slow = slow();
        var quick = Replica.answering(ok("quick"));
        var fixture = fixture(Policy.PEAK_EWMA, HashKey.ADDRESS, slow, quick)) {
      var client = fixture.client();
      var answers = new ArrayList<String>();
      for (int i = 0; i < 40; i++) {
        answers.add(client.get("/"));
      }
      assertThat(answers).filteredOn(ok("quick")::equals).hasSizeGreaterThan(30);
    }
  }
}
