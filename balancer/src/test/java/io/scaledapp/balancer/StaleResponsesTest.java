package io.scaledapp.balancer;

import static io.scaledapp.balancer.CachedApps.FRESH;
import static io.scaledapp.balancer.CachedApps.POLICY;
import static io.scaledapp.balancer.CachedApps.STALE;
import static io.scaledapp.balancer.CachedApps.answering;
import static io.scaledapp.balancer.CachedApps.await;
import static io.scaledapp.balancer.CachedApps.fixture;
import static io.scaledapp.balancer.CachedApps.get;
import static io.scaledapp.balancer.CachedApps.line;
import static io.scaledapp.balancer.CachedApps.ok;
import static io.scaledapp.balancer.CachedApps.request;
import static io.scaledapp.balancer.CachedApps.status;
import static io.scaledapp.balancer.CachedApps.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.CircuitBreakerPolicy;
import io.scaledapp.balancer.control.TrafficPolicy;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What becomes of a stored response that is no longer fresh. */
class StaleResponsesTest {

  @Test
  void staleResponseIsServedAfterTheAppSaysThatItHolds() {
    try (var replica =
            answering(
                n ->
                    n == 1
                        ? ok("hello", "Cache-Control: max-age=0\r\nETag: \"1\"\r\nX-N: 1\r\n")
                        : n == 2
                            ? "HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\nX-N: 2\r\n"
                                + "Cache-Control: max-age=60\r\n\r\n"
                            : ok("never", ""));
        var fixture = fixture(replica)) {
      var client = fixture.client();
      client.send(get()).readResponse();
      String revalidated = client.send(get("If-None-Match: \"old\"")).readResponse();
      assertThat(revalidated).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nhello");
      assertThat(line(revalidated, "x-n")).isEqualTo("2");
      assertThat(status(revalidated)).startsWith("scaledapp; fwd=stale; fwd-status=304; ttl=");
      assertThat(replica.heads.get(1)).contains("If-None-Match: \"1\"\r\n").doesNotContain("old");
      String hit = client.send(get()).readResponse();
      assertThat(status(hit)).startsWith("scaledapp; hit");
      assertThat(hit).contains("X-N: 2\r\n").endsWith("hello");
      assertThat(replica.heads).hasSize(2);
      assertThat(fixture.load().concurrency()).isZero();
    }
  }

  @Test
  void staleResponseIsReplacedByAnotherOne() {
    try (var replica =
            answering(
                n -> ok("answer " + n, "Cache-Control: max-age=0\r\nETag: \"" + n + "\"\r\n"));
        var fixture = fixture(replica)) {
      var client = fixture.client();
      for (int n = 1; n <= 3; n++) {
        assertThat(client.send(get()).readResponse()).endsWith("answer " + n);
      }
      assertThat(replica.heads.get(2)).contains("If-None-Match: \"2\"\r\n");
    }
  }

  @Test
  void oneRequestAsksTheAppWhileOthersGetTheStaleResponse() throws Exception {
    var asked = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    try (var replica =
            answering(
                n -> {
                  if (n == 1) {
                    return ok("old", STALE.formatted(", stale-while-revalidate=60"));
                  }
                  asked.countDown();
                  await(goOn);
                  return ok("new", FRESH);
                });
        var fixture = fixture(replica)) {
      fixture.client().send(get()).readResponse();
      var asking = fixture.client().send(get());
      await(asked);
      String stale = fixture.client().send(get()).readResponse();
      assertThat(stale).endsWith("old");
      assertThat(status(stale)).startsWith("scaledapp; hit; ttl=-");
      goOn.countDown();
      assertThat(asking.readResponse()).endsWith("new");
      assertThat(fixture.client().send(get()).readResponse()).endsWith("new");
      assertThat(replica.heads).hasSize(2);
    }
  }

  @Test
  void staleResponseStandsInForAnError() {
    try (var replica =
            answering(
                n ->
                    n == 1
                        ? ok("hello", STALE.formatted(", stale-if-error=60"))
                        : "HTTP/1.1 503 Service Unavailable\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "3\r\nbad\r\n0\r\n\r\n");
        var fixture = fixture(replica)) {
      var client = fixture.client();
      client.send(get()).readResponse();
      for (int i = 0; i < 2; i++) {
        String stale = client.send(get()).readResponse();
        assertThat(stale).startsWith("HTTP/1.1 200 OK\r\n").endsWith("hello");
        assertThat(status(stale)).startsWith("scaledapp; fwd=stale; fwd-status=503; ttl=-");
      }
      assertThat(replica.heads).hasSize(3);
      assertThat(client.send(get("Cache-Control: no-cache")).readHead())
          .startsWith("HTTP/1.1 503 ");
      assertThat(fixture.load().concurrency()).isZero();
    }
  }

  @Test
  void staleResponseStandsInForAnAppThatIsGone() {
    try (var replica = Replica.answering(ok("hello", STALE.formatted(", stale-if-error=60")));
        var fixture = fixture(replica)) {
      var client = fixture.client();
      client.send(get()).readResponse();
      replica.kill();
      String stale = client.send(get()).readResponse();
      assertThat(stale).startsWith("HTTP/1.1 200 OK\r\n").endsWith("hello");
      assertThat(status(stale)).startsWith("scaledapp; fwd=stale; ttl=-");
      assertThat(client.send(request("HEAD")).readHead()).startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(fixture.load().concurrency()).isZero();
    }
  }

  @Test
  void hitsPassAnOpenCircuitAndStaleOnesStandInForItsRefusal() {
    var breaker =
        new CircuitBreakerPolicy(
            1,
            1,
            CircuitBreakerPolicy.DEFAULT.window(),
            CircuitBreakerPolicy.DEFAULT.openFor(),
            1,
            true,
            0,
            0);
    try (var replica =
            answering(
                n ->
                    n == 1
                        ? ok("hello", STALE.formatted(", stale-if-error=60"))
                        : n == 2
                            ? ok("fresh", FRESH)
                            : "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
        var fixture =
            new Fixture(
                options -> options,
                with(
                    TrafficPolicy.DEFAULT.withCache(POLICY).withCircuitBreaker(breaker),
                    replica))) {
      var client = fixture.client();
      assertThat(client.get("/stale")).endsWith("hello");
      assertThat(client.get("/fresh")).endsWith("fresh");
      while (!client.get("/other").contains("circuit_open")) {
        assertThat(replica.heads.size()).isLessThan(1000);
      }
      int asked = replica.heads.size();
      assertThat(client.get("/fresh")).contains("; hit; ").endsWith("fresh");
      assertThat(client.get("/stale")).contains("; fwd=stale; ttl=-").endsWith("hello");
      assertThat(replica.heads).hasSize(asked);
    }
  }
}
