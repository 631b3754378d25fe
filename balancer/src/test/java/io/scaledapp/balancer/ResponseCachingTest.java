package io.scaledapp.balancer;

import static io.scaledapp.balancer.CachedApps.FRESH;
import static io.scaledapp.balancer.CachedApps.POLICY;
import static io.scaledapp.balancer.CachedApps.answering;
import static io.scaledapp.balancer.CachedApps.await;
import static io.scaledapp.balancer.CachedApps.cached;
import static io.scaledapp.balancer.CachedApps.fixture;
import static io.scaledapp.balancer.CachedApps.get;
import static io.scaledapp.balancer.CachedApps.line;
import static io.scaledapp.balancer.CachedApps.ok;
import static io.scaledapp.balancer.CachedApps.request;
import static io.scaledapp.balancer.CachedApps.status;
import static io.scaledapp.balancer.CachedApps.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.compression.Decoding;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.AppRoute.Protocol;
import io.scaledapp.balancer.control.CompressionPolicy;
import io.scaledapp.balancer.control.CompressionPolicy.Encoding;
import io.scaledapp.balancer.control.TrafficPolicy;
import io.scaledapp.balancer.metrics.CacheResult;
import io.scaledapp.balancer.metrics.RequestRecorder;
import java.io.UncheckedIOException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients get of an app whose responses are kept. */
class ResponseCachingTest {

  @Test
  void secondRequestIsAnsweredFromTheCache() {
    try (var replica = Replica.answering(ok("hello", FRESH + "X-A: b\r\n"));
        var fixture = fixture(replica)) {
      var client = fixture.client();
      String first = client.send(get()).readResponse();
      assertThat(first).endsWith("\r\n\r\nhello");
      assertThat(status(first)).isEqualTo("scaledapp; fwd=uri-miss; stored");
      for (int i = 0; i < 3; i++) {
        String hit = client.send(get()).readResponse();
        assertThat(hit).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nhello");
        assertThat(status(hit)).startsWith("scaledapp; hit; ttl=");
        assertThat(line(hit, "x-a")).isEqualTo("b");
        assertThat(Integer.parseInt(line(hit, "age"))).isBetween(1, 20);
        assertThat(line(hit, "date")).isNotEmpty();
        assertThat(line(hit, "content-length")).isEqualTo("5");
      }
      assertThat(replica.heads).hasSize(1);
      assertThat(fixture.load().concurrency()).isZero();
      assertThat(fixture.balancer.cacheBytes()).isPositive();
    }
  }

  @Test
  void otherEventLoopsFindItToo() {
    try (var replica = Replica.answering(ok("hello", FRESH));
        var fixture = new Fixture(options -> options.withEventLoops(3), cached(replica))) {
      fixture.client().send(get()).readResponse();
      for (int i = 0; i < 9; i++) {
        assertThat(status(fixture.client().send(get()).readResponse())).contains("hit");
      }
      assertThat(replica.heads).hasSize(1);
    }
  }

  @Test
  void headIsAnsweredFromAStoredGet() {
    try (var replica = Replica.answering(ok("hello", FRESH));
        var fixture = fixture(replica)) {
      var client = fixture.client();
      client.send(get()).readResponse();
      String head = client.send(request("HEAD")).readHead();
      assertThat(head).contains("\r\nContent-Length: 5\r\n", "; hit;");
      assertThat(client.send(get()).readResponse()).endsWith("hello");
      assertThat(replica.heads).hasSize(1);
    }
  }

  @Test
  void clientThatHasItGets304() {
    try (var replica = Replica.answering(ok("hello", FRESH + "ETag: \"1\"\r\nServer: a\r\n"));
        var fixture = fixture(replica)) {
      var client = fixture.client();
      client.send(get()).readResponse();
      String same = client.send(get("If-None-Match: W/\"1\"")).readHead();
      assertThat(same).startsWith("HTTP/1.1 304 Not Modified\r\n").contains("ETag: \"1\"", "Date:");
      assertThat(same).doesNotContain("Content-Length", "Server");
      assertThat(client.send(get("If-None-Match: \"2\"")).readResponse()).endsWith("hello");
      assertThat(replica.heads).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Range: bytes=0-1",
        "Cookie: a=b; session=1",
        "X-Preview: 1",
        "Cache-Control: no-store",
        "If-Match: \"1\"",
        "Upgrade: a\r\nConnection: upgrade",
      })
  void someRequestsHaveNothingToDoWithTheCache(String line) {
    try (var replica = Replica.answering(ok("hello", FRESH));
        var fixture = fixture(replica)) {
      var client = fixture.client();
      for (int i = 0; i < 2; i++) {
        assertThat(status(client.send(get(line)).readResponse()))
            .isEqualTo("scaledapp; fwd=bypass");
      }
      assertThat(status(client.send(get()).readResponse())).contains("stored");
      assertThat(status(client.send(get(line)).readResponse())).contains("bypass");
      assertThat(replica.heads).hasSize(4);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Set-Cookie: a=b\r\nCache-Control: max-age=60\r\n",
        "Cache-Control: private, max-age=60\r\n",
        "Vary: *\r\nCache-Control: max-age=60\r\n",
        "ETag: \"1\"\r\n",
      })
  void whatIsOneClientsIsNotKept(String lines) {
    try (var replica = Replica.answering(ok("hello", lines));
        var fixture = fixture(replica)) {
      for (int i = 0; i < 2; i++) {
        assertThat(status(fixture.client().send(get()).readResponse()))
            .isEqualTo("scaledapp; fwd=uri-miss");
      }
      assertThat(replica.heads).hasSize(2);
      assertThat(fixture.balancer.cacheBytes()).isZero();
    }
  }

  @Test
  void variantsAreToldApart() {
    try (var replica = answering(n -> ok("answer " + n, FRESH + "Vary: Accept-Language\r\n"));
        var fixture = fixture(replica)) {
      var client = fixture.client();
      assertThat(client.send(get("Accept-Language: de")).readResponse()).endsWith("answer 1");
      String other = client.send(get("Accept-Language: en")).readResponse();
      assertThat(other).endsWith("answer 2");
      assertThat(status(other)).isEqualTo("scaledapp; fwd=vary-miss; stored");
      assertThat(client.send(get("Accept-Language: de")).readResponse()).endsWith("answer 1");
      assertThat(client.send(get("Accept-Language: en")).readResponse()).endsWith("answer 2");
    }
  }

  @Test
  void clientThatWantsNothingElseGets504WithoutAStoredResponse() {
    try (var replica = Replica.answering(ok("hello", FRESH));
        var fixture = fixture(replica)) {
      var client = fixture.client();
      assertThat(client.send(get("Cache-Control: only-if-cached")).readResponse())
          .startsWith("HTTP/1.1 504 Gateway Timeout\r\n")
          .contains("not_cached");
      assertThat(replica.heads).isEmpty();
      client.send(get()).readResponse();
      assertThat(client.send(get("Cache-Control: only-if-cached")).readResponse())
          .endsWith("hello");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "PURGE"})
  void unsafeMethodMakesTheCacheForget(String method) {
    try (var replica = answering(n -> ok("answer " + n, FRESH));
        var fixture = fixture(replica)) {
      var client = fixture.client();
      client.send(get()).readResponse();
      assertThat(status(client.send(request(method)).readResponse()))
          .isEqualTo("scaledapp; fwd=method");
      assertThat(client.send(get()).readResponse()).endsWith("answer 3");
      client.send(request("OPTIONS")).readResponse();
      assertThat(client.send(get()).readResponse()).endsWith("answer 3");
    }
  }

  @Test
  void unsafeMethodThatFailedDoesNot() {
    try (var replica =
            answering(
                n -> n == 2 ? "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n" : ok("hello", FRESH));
        var fixture = fixture(replica)) {
      var client = fixture.client();
      client.send(get()).readResponse();
      client.send(request("POST")).readResponse();
      assertThat(status(client.send(get()).readResponse())).contains("hit");
    }
  }

  @Test
  void chunksAreStoredWithoutTheirFraming() {
    String chunks = "5\r\nhello\r\n6;x=y\r\n sunny\r\n0\r\n\r\n";
    try (var replica =
            Replica.answering(
                "HTTP/1.1 200 OK\r\n" + FRESH + "Transfer-Encoding: chunked\r\n\r\n" + chunks);
        var fixture = fixture(replica)) {
      var client = fixture.client().send(get());
      assertThat(client.readHead()).contains("Transfer-Encoding: chunked\r\n", "; stored");
      var body = new StringBuilder();
      while (!body.toString().endsWith("0\r\n\r\n")) {
        body.append((char) client.read());
      }
      assertThat(body.toString().replaceAll("[0-9a-f]+\r\n|\r\n", "")).isEqualTo("hello sunny");
      assertThat(client.send(get()).readResponse())
          .contains("Content-Length: 11\r\n")
          .endsWith("\r\n\r\nhello sunny");
      assertThat(fixture.client().send("GET / HTTP/1.0\r\nHost: app\r\n\r\n").readAll())
          .endsWith("\r\n\r\nhello sunny");
      assertThat(replica.heads).hasSize(1);
    }
  }

  @Test
  void trailersPassAndAreNotStored() {
    try (var replica =
            Replica.answering(
                "HTTP/1.1 200 OK\r\n"
                    + FRESH
                    + "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n");
        var fixture = fixture(replica)) {
      for (int i = 0; i < 2; i++) {
        var client = fixture.client().send(get("TE: trailers", "Connection: TE"));
        client.readHead();
        assertThat(client.read("2\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n".length()))
            .endsWith("0\r\nX-Sum: 1\r\n\r\n");
      }
      assertThat(replica.heads).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 100\r\n\r\nshort",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n",
        "Connection: close\r\n\r\nshort",
      })
  void bodyThatMayBeBrokenOffIsNotStored(String rest) {
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write("HTTP/1.1 200 OK\r\n" + FRESH + rest);
                });
        var fixture = fixture(replica)) {
      for (int i = 1; i <= 2; i++) {
        fixture.client().send(get("Connection: close")).readAllOrReset();
        assertThat(replica.accepted).hasValue(i);
      }
      assertThat(fixture.balancer.cacheBytes()).isZero();
    }
  }

  @Test
  void clientThatGoesAwayLeavesNothingBehind() throws Exception {
    var begun = new CountDownLatch(1);
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write("HTTP/1.1 200 OK\r\n" + FRESH + "Content-Length: 9\r\n\r\nab");
                  begun.countDown();
                  connection.readHead();
                });
        var fixture = fixture(replica)) {
      var client = fixture.client().send(get());
      client.readHead();
      await(begun);
      client.close();
      Await.until("it is gone", () -> fixture.balancer.clientConnections() == 0);
      assertThat(fixture.balancer.cacheBytes()).isZero();
    }
  }

  @Test
  void bigResponseIsSentAsFastAsTheClientReads() {
    String big = "0123456789".repeat(400_000);
    try (var replica = Replica.answering(ok(big, FRESH));
        var fixture = fixture(replica);
        var http2 =
            new FramePeer(
                fixture.balancer.port(), FramePeer.INITIAL_WINDOW_SIZE, Integer.MAX_VALUE)) {
      assertThat(fixture.client().send(get()).readResponse()).endsWith(big);
      var slow = fixture.client().send(get() + get());
      assertThat(fixture.client().send(get()).readResponse()).endsWith(big);
      assertThat(slow.readResponse()).endsWith(big);
      assertThat(slow.readResponse()).endsWith(big);
      http2.send(FramePeer.WINDOW_UPDATE, 0, 1_000_000_000);
      http2.request(1, true, "GET", "/");
      assertThat(http2.response(1).bytes.toByteArray()).hasSize(big.length());
      assertThat(replica.heads).hasSize(1);
    }
  }

  @Test
  void clientThatGoesAwayAmidAHitHarmsNobody() {
    String big = "0123456789".repeat(400_000);
    try (var replica = Replica.answering(ok(big, FRESH));
        var fixture = fixture(replica)) {
      fixture.client().send(get()).readResponse();
      var gone = fixture.client().send(get());
      gone.readHead();
      gone.close();
      assertThat(fixture.client().send(get()).readResponse()).endsWith(big);
    }
  }

  @Test
  void sameOverHttp2OnBothSides() {
    try (var replica =
            Replica.start(
                connection -> {
                  try (var peer = FramePeer.replica(connection)) {
                    int stream = peer.request();
                    peer.headers(stream, false, ":status", "200", "cache-control", "max-age=60");
                    peer.data(stream, false, "hel").data(stream, true, "lo");
                    peer.readUntil(FramePeer.GOAWAY);
                  } catch (UncheckedIOException e) {
                    throw e.getCause();
                  }
                });
        var fixture =
            new Fixture(options -> options, cached(replica).withProtocol(Protocol.HTTP2));
        var client = new FramePeer(fixture.balancer.port())) {
      for (int stream = 1; stream <= 5; stream += 2) {
        client.request(stream, true, "GET", "/");
        var response = client.response(stream);
        assertThat(response.body()).isEqualTo("hello");
        assertThat(response.fields.getFirst()).contains(":status: 200");
      }
      assertThat(fixture.client().send(get()).readResponse()).contains("; hit; ").endsWith("hello");
    }
  }

  @Test
  void eachClientGetsTheEncodingThatItAccepts() {
    String text = "all work and no play ".repeat(300);
    var traffic =
        TrafficPolicy.DEFAULT.withCache(POLICY).withCompression(CompressionPolicy.DEFAULT);
    try (var replica =
            Replica.answering(ok(text, FRESH + "Content-Type: text/plain\r\nETag: \"1\"\r\n"));
        var fixture = new Fixture(options -> options, with(traffic, replica))) {
      var http2 = new FramePeer(fixture.balancer.port());
      try (http2) {
        http2.request(1, true, "GET", "/", "accept-encoding", "gzip");
        assertThat(Decoding.whole(Encoding.GZIP, http2.response(1).bytes.toByteArray()))
            .isEqualTo(text);
        http2.request(3, true, "GET", "/", "accept-encoding", "br");
        assertThat(Decoding.whole(Encoding.BR, http2.response(3).bytes.toByteArray()))
            .isEqualTo(text);
      }
      var client = fixture.client();
      assertThat(client.send(get()).readResponse()).contains("ETag: \"1\"").endsWith(text);
      assertThat(client.send(get("If-None-Match: W/\"1\"", "Accept-Encoding: gzip")).readHead())
          .startsWith("HTTP/1.1 304 ");
      assertThat(replica.heads).hasSize(1);
    }
  }

  @Test
  void resultsAreRecorded() {
    var results = new CopyOnWriteArrayList<CacheResult>();
    var answered = new CopyOnWriteArrayList<String>();
    var recorder =
        new RequestRecorder() {
          @Override
          public void record(String app, int statusClass, long nanos) {
            answered.add(app);
          }

          @Override
          public void cached(String app, CacheResult result) {
            results.add(result);
          }
        };
    try (var replica =
            answering(
                n ->
                    n == 2
                        ? "HTTP/1.1 304 Not Modified\r\nCache-Control: max-age=60\r\n\r\n"
                        : ok("hello", "Cache-Control: max-age=0\r\nETag: \"1\"\r\n"));
        var fixture = new Fixture(options -> options, recorder, cached(replica))) {
      var client = fixture.client();
      for (int i = 0; i < 3; i++) {
        client.send(get()).readResponse();
      }
      client.send(get("X-Preview: 1")).readResponse();
      Await.until("all are counted", () -> results.size() == 4);
      assertThat(results)
          .containsExactly(
              CacheResult.MISS, CacheResult.REVALIDATED, CacheResult.HIT, CacheResult.BYPASS);
      assertThat(answered)
          .containsExactly("default/app", "default/app", "default/app", "default/app");
    }
  }

  @Test
  void nothingIsLeftOfAnAppThatWentOrHasNoCacheAnyMore() {
    try (var replica = answering(n -> ok("answer " + n, FRESH));
        var fixture = fixture(replica)) {
      var client = fixture.client();
      client.send(get()).readResponse();
      // A change of the route does not change what is stored.
      fixture.balancer.apply(Tables.of(cached(replica)));
      assertThat(client.send(get()).readResponse()).endsWith("answer 1");
      fixture.balancer.apply(Tables.of(new AppRoute[0]));
      assertThat(fixture.balancer.cacheBytes()).isZero();
      fixture.balancer.apply(Tables.of(cached(replica)));
      assertThat(client.send(get()).readResponse()).endsWith("answer 2");
      fixture.balancer.apply(Tables.of(Tables.app(replica)));
      assertThat(client.send(get()).readResponse())
          .endsWith("answer 3")
          .doesNotContain("Cache-Status");
      assertThat(fixture.balancer.cacheBytes()).isZero();
    }
  }
}
