package io.scaledapp.operator.platform.local.log;

import io.scaledapp.operator.platform.local.log.LogLine.Stream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Reads one output of a process, cuts it into lines and passes them on. */
final class StreamPump {
  /** How long the beginning of a line waits for its end before it is shown without. */
  private static final long PART_MILLIS = 300;

  private static final int LAST_LINES = 8;

  private static final int LAST_LINE_LENGTH = 200;

  /** Of a stack trace, its first line tells most, and would be lost behind all others. */
  private static final Pattern STACK_FRAME = Pattern.compile("\\s+(at |\\.\\.\\. [0-9]+ ).*");

  private final InputStream in;
  private final Stream stream;
  private final LogSink sink;
  private final InstantSource clock;
  private final LineSplitter splitter;
  private final List<LogLine> batch = new ArrayList<>();
  private final Deque<String> last = new ArrayDeque<>();
  // Reading a pipe holds its thread, and virtual threads share few: they would starve each other.
  private final Thread thread;
  private long reads;
  private boolean flushPlanned;

  private StreamPump(InputStream in, Stream stream, LogSink sink, InstantSource clock) {
    this.in = in;
    this.stream = stream;
    this.sink = sink;
    this.clock = clock;
    this.splitter = new LineSplitter(sink.limits().lineBytes(), this::line);
    this.thread =
        Thread.ofPlatform().daemon().name("output of " + sink.source()).unstarted(this::run);
  }

  static StreamPump start(InputStream in, Stream stream, LogSink sink, InstantSource clock) {
    var pump = new StreamPump(in, stream, sink, clock);
    pump.thread.start();
    return pump;
  }

  void awaitEnd(Duration limit) throws InterruptedException {
    thread.join(limit);
  }

  synchronized List<String> lastLines() {
    return List.copyOf(last);
  }

  private void run() {
    // When the process ends, the JDK closes our end of the pipe, although a child may still write
    // to
    // it, which then dies of SIGPIPE. It takes the stream's monitor for that; we keep it to the
    // end.
    synchronized (in) {
      try {
        read();
      } catch (IOException e) {
        // Closed from our side; what was read is kept.
      }
    }
    end();
  }

  private void read() throws IOException {
    var buffer = new byte[16 << 10];
    for (var length = in.read(buffer); length >= 0; length = in.read(buffer)) {
      accept(buffer, length);
    }
  }

  private synchronized void accept(byte[] bytes, int length) {
    reads++;
    splitter.accept(bytes, length);
    publish();
    planFlush();
  }

  private synchronized void end() {
    splitter.end();
    publish();
  }

  private void planFlush() {
    if (!splitter.hasPart() || flushPlanned) {
      return;
    }
    flushPlanned = true;
    var readsThen = reads;
    CompletableFuture.delayedExecutor(PART_MILLIS, TimeUnit.MILLISECONDS)
        .execute(() -> flushIfIdleSince(readsThen));
  }

  private synchronized void flushIfIdleSince(long readsThen) {
    flushPlanned = false;
    if (reads != readsThen) {
      planFlush();
      return;
    }
    splitter.flushPart();
    publish();
  }

  private void line(String text, boolean partial) {
    batch.add(new LogLine(clock.instant(), sink.app(), sink.source(), stream, partial, text));
    remember(text);
  }

  private void remember(String text) {
    if (text.isBlank() || STACK_FRAME.matcher(text).matches()) {
      return;
    }
    if (last.size() == LAST_LINES) {
      last.removeFirst();
    }
    last.addLast(text.substring(0, Math.min(text.length(), LAST_LINE_LENGTH)).strip());
  }

  private void publish() {
    if (!batch.isEmpty()) {
      sink.publish(List.copyOf(batch));
      batch.clear();
    }
  }
}
