package io.scaledapp.operator.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.scaledapp.operator.platform.local.Await;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LogReadersTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final AtomicLong nanos = new AtomicLong();
  private final LogReaders readers = new LogReaders(1, PATIENCE, nanos::get);

  @Test
  void placeIsFreeAgainWhenItsReaderHasGone() {
    readers.enter().orElseThrow().close();

    assertThat(readers.enter()).isPresent();
  }

  @Test
  void readerThatReadsKeepsItsPlaceHoweverLongNothingIsSaid() throws IOException {
    var reader = readers.enter().orElseThrow();
    reader.write(() -> {});
    nanos.addAndGet(PATIENCE.multipliedBy(100).toNanos());

    assertThat(readers.enter()).isEmpty();
  }

  @Test
  void placeOfAReaderThatTakesNothingGoesToAnother() throws Exception {
    var blocked = new CountDownLatch(1);
    var cut = new CompletableFuture<Void>();
    var stuck = Thread.ofVirtual().start(() -> writeForEver(blocked, cut));
    blocked.await();

    nanos.addAndGet(PATIENCE.toNanos() - 1);
    assertThat(readers.enter()).isEmpty();
    assertThat(cut).isNotDone();
    nanos.addAndGet(1);

    assertThat(readers.enter()).isPresent();
    assertThat(cut).succeedsWithin(20, TimeUnit.SECONDS);
    stuck.join();
    assertThat(readers.enter()).as("the place has one owner").isEmpty();
  }

  private void writeForEver(CountDownLatch blocked, CompletableFuture<Void> cut) {
    try (var reader = readers.enter().orElseThrow()) {
      reader.write(
          () -> {
            blocked.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              throw new InterruptedIOException();
            }
          });
    } catch (IOException e) {
      cut.complete(null);
    }
  }

  @Test
  void clientThatTakesNothingKeepsNobodyFromTheLogs() throws Exception {
    var logs = new FakeLogs();
    IntStream.range(0, 64).forEach(i -> logs.lines.add("x".repeat(1 << 20)));
    var one = new LogReaders(1, Duration.ofMillis(100), System::nanoTime);
    var server = serve(new LogsResource(new FakeApps(), logs, one));
    var address = server.getAddress();
    try (var stuck = new Socket(address.getAddress(), address.getPort());
        var client = HttpClient.newHttpClient()) {
      var ask = "GET %s?follow=true HTTP/1.1\r\nHost: a\r\n\r\n".formatted(LogsResource.PATH);
      stuck.getOutputStream().write(ask.getBytes(StandardCharsets.US_ASCII));
      Await.until(logs.open::get, open -> open == 1);
      var uri = URI.create("http://127.0.0.1:" + address.getPort() + LogsResource.PATH);

      Await.until(() -> status(client, uri), status -> status == 200);

      Await.until(logs.open::get, open -> open == 0);
    } finally {
      server.stop(0);
    }
  }

  private static HttpServer serve(Resource resource) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(task -> Thread.ofVirtual().start(task));
    server.createContext(
        LogsResource.PATH,
        exchange -> {
          try (exchange) {
            var answer = resource.answer(exchange);
            if (answer != null) {
              exchange.sendResponseHeaders(answer.status(), -1);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
    return server;
  }

  private static int status(HttpClient client, URI uri) {
    try {
      var request = HttpRequest.newBuilder(uri).build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
