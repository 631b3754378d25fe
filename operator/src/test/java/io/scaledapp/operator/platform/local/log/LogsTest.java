package io.scaledapp.operator.platform.local.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.platform.local.Await;
import io.scaledapp.operator.platform.local.log.LogLine.Stream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678901Z");

  private final Path state;
  private final Logs logs;

  LogsTest(@TempDir Path state) {
    this.state = state;
    this.logs = new Logs(state, new LogLimits(200, 3, 100, 10));
  }

  @AfterEach
  void close() {
    logs.close();
  }

  @Test
  void linesAreKeptInTheFormatOfContainerRuntimes() throws Exception {
    try (var sink = logs.replica("shop", 0)) {
      sink.publish(
          List.of(
              new LogLine(TIME, "shop", "shop-0", Stream.STDOUT, false, "hello  world "),
              new LogLine(TIME, "shop", "shop-0", Stream.STDERR, true, "oh")));
    }

    assertThat(state.resolve("logs/shop/0.log"))
        .hasContent(
            """
            2026-01-02T03:04:05.678901Z stdout F hello  world
            2026-01-02T03:04:05.678901Z stderr P oh
            """
                .replace("world\n", "world \n"));
  }

  @Test
  void fullFileIsRotatedAndTheOldestGoes() throws Exception {
    try (var sink = logs.replica("shop", 0)) {
      for (var i = 0; i < 20; i++) {
        publish(sink, "shop-0", "line " + i);
      }
    }

    try (var files = Files.list(state.resolve("logs/shop"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(".lock", "0.log", "0.log.1", "0.log.2");
    }
    assertThat(Files.size(state.resolve("logs/shop/0.log.1"))).isLessThanOrEqualTo(200);
    assertThat(texts(logs.tail("shop", 6)))
        .containsExactly("line 14", "line 15", "line 16", "line 17", "line 18", "line 19");
  }

  @Test
  void tailMergesSourcesByTime() throws Exception {
    try (var zero = logs.replica("shop", 0);
        var one = logs.replica("shop", 1);
        var build = logs.build("shop")) {
      one.publish(List.of(line("shop-1", "second", 2)));
      zero.publish(List.of(line("shop-0", "third", 3)));
      build.publish(List.of(line("shop build", "first", 1)));
    }

    assertThat(logs.tail(null, 10))
        .extracting(LogLine::prefixed)
        .containsExactly("shop build | first", "shop-1 | second", "shop-0 | third");
    assertThat(logs.tail("other", 10)).isEmpty();
  }

  @Test
  void damagedLineIsPassedOver() throws Exception {
    try (var sink = logs.replica("shop", 0)) {
      publish(sink, "shop-0", "good");
    }
    Files.writeString(state.resolve("logs/shop/1.log"), "\0\0\0\nnonsense\na b c d\n");

    assertThat(texts(logs.tail("shop", 10))).containsExactly("good");
  }

  @Test
  void followerGetsPastLinesFirstAndThenEachAsItComes() throws Exception {
    var received = new CopyOnWriteArrayList<String>();
    try (var sink = logs.replica("shop", 0);
        var other = logs.replica("other", 0)) {
      publish(sink, "shop-0", "past");
      try (var following = logs.follow("shop", 5, collectInto(received))) {
        publish(other, "other-0", "not mine");
        publish(sink, "shop-0", "next");
        Await.until(() -> received, lines -> lines.size() == 2);
      }
      publish(sink, "shop-0", "after the end");
    }

    assertThat(received).containsExactly("past", "next");
  }

  @Test
  void slowFollowerLosesOldLinesAndLearnsHowManyWhileNobodyWaitsForIt() throws Exception {
    var release = new CountDownLatch(1);
    var received = new CopyOnWriteArrayList<String>();
    var dropped = new AtomicLong();
    var slow =
        new LogListener() {
          @Override
          public void line(LogLine line) {
            received.add(line.text());
            awaitQuietly(release);
          }

          @Override
          public void dropped(long count) {
            dropped.addAndGet(count);
          }
        };
    try (var sink = logs.replica("shop", 0);
        var following = logs.follow("shop", 0, slow)) {
      publish(sink, "shop-0", "first");
      Await.until(() -> received, lines -> lines.size() == 1);
      for (var i = 0; i < 100; i++) {
        publish(sink, "shop-0", "line " + i);
      }
      release.countDown();
      Await.until(() -> received, lines -> lines.contains("line 99"));
    }

    assertThat(dropped).hasValue(90);
    assertThat(received).hasSize(11).startsWith("first", "line 90");
  }

  @Test
  void failingFollowerDisturbsNobody() throws Exception {
    var received = new CopyOnWriteArrayList<String>();
    try (var sink = logs.replica("shop", 0);
        var failing =
            logs.follow(
                "shop",
                0,
                new LogListener() {
                  @Override
                  public void line(LogLine line) {
                    throw new IllegalStateException("a fault of the listener");
                  }

                  @Override
                  public void dropped(long count) {}
                });
        var following = logs.follow("shop", 0, collectInto(received))) {
      IntStream.range(0, 5).forEach(i -> publish(sink, "shop-0", "line " + i));
      Await.until(() -> received, lines -> lines.size() == 5);
    }
  }

  @Test
  void twoRunsNeverWriteTheSameFiles() throws Exception {
    try (var other = new Logs(state, LogLimits.DEFAULT)) {
      try (var mine = logs.replica("shop", 0);
          var theirs = other.replica("shop", 0)) {
        publish(mine, "shop-0", "mine");
        publish(theirs, "shop-0", "theirs");
      }

      assertThat(texts(logs.tail("shop", 5))).containsExactly("mine");
      assertThat(texts(other.tail("shop", 5))).containsExactly("theirs");
    }
  }

  @Test
  void whatCannotBeKeptIsStillFollowed() throws Exception {
    var received = new CopyOnWriteArrayList<String>();
    var sink = logs.replica("shop", 0);
    sink.close();
    try (var following = logs.follow("shop", 0, collectInto(received))) {
      publish(sink, "shop-0", "lost to the file");
      Await.until(() -> received, lines -> lines.size() == 1);
    }
  }

  private static LogListener collectInto(List<String> received) {
    return new LogListener() {
      @Override
      public void line(LogLine line) {
        received.add(line.text());
      }

      @Override
      public void dropped(long count) {
        received.add(count + " dropped");
      }
    };
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void publish(LogSink sink, String source, String text) {
    sink.publish(List.of(line(source, text, 0)));
  }

  private static LogLine line(String source, String text, int second) {
    var app = source.split("[- ]", 2)[0];
    return new LogLine(TIME.plusSeconds(second), app, source, Stream.STDOUT, false, text);
  }

  private static List<String> texts(List<LogLine> lines) {
    return lines.stream().map(LogLine::text).toList();
  }
}
