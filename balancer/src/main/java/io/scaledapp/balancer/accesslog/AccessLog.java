package io.scaledapp.balancer.accesslog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An access log that is open. Event loops give it entries and never wait: when too many wait to be
 * written, or writing fails, further ones are lost and counted. Any thread.
 */
public final class AccessLog {
  private static final Logger log = LoggerFactory.getLogger(AccessLog.class);

  /** Of at most 4 KiB each: 32 MiB at worst. */
  private static final int MAX_WAITING = 8 * 1024;

  private static final int MAX_BATCH = 512;

  /** What the writer sleeps without entries, so that no event loop has to wake it. */
  private static final Duration PAUSE = Duration.ofMillis(20);

  /** How often a file is looked at, and a lasting failure told. */
  private static final long LOOK_EVERY = Duration.ofSeconds(1).toNanos();

  private static final long TELL_EVERY = Duration.ofMinutes(1).toNanos();

  private final ArrayBlockingQueue<AccessEntry> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final LineFormat format;
  private final LogFile file;
  private final LongSupplier currentTime;
  private final IntConsumer lost;
  private final Thread thread;
  private volatile boolean closing;
  private long lookedAt = System.nanoTime();
  private long toldAt = lookedAt - TELL_EVERY;

  private AccessLog(LineFormat format, LogFile file, LongSupplier currentTime, IntConsumer lost) {
    this.format = format;
    this.file = file;
    this.currentTime = currentTime;
    this.lost = lost;
    thread = Thread.ofPlatform().daemon().name("access-log").unstarted(this::run);
  }

  /**
   * Opens it.
   *
   * @param currentTime milliseconds since 1970; any thread
   * @param lost told how many entries are not going to be written; any thread
   * @throws IOException if its file cannot be written to, with the file and the reason
   */
  public static AccessLog open(AccessLogOptions options, LongSupplier currentTime, IntConsumer lost)
      throws IOException {
    var accessLog =
        new AccessLog(LineFormat.of(options), LogFile.open(options.file()), currentTime, lost);
    accessLog.thread.start();
    return accessLog;
  }

  /**
   * A request began.
   *
   * @param now monotonic nanoseconds
   */
  public AccessEntry begin(LoggedRequest request, long now) {
    return new AccessEntry(request, currentTime.getAsLong(), now);
  }

  /** Has an entry written, which ended. */
  public void add(AccessEntry entry) {
    if (closing || !waiting.offer(entry)) {
      lost.accept(1);
    }
  }

  /** Writes what waits and ends, within {@code patience} if writing takes no longer. */
  public void close(Duration patience) {
    closing = true;
    try {
      if (!thread.join(patience)) {
        // It holds nobody up: what it waits for may come or not.
        log.atWarn().log("the access log could not be written to its end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    var batch = new ArrayList<AccessEntry>(MAX_BATCH);
    var lines = new ByteArrayOutputStream();
    while (true) {
      // Before the queue is looked at: whoever added an entry before the end finds it written.
      boolean last = closing;
      waiting.drainTo(batch, MAX_BATCH);
      follow();
      if (!batch.isEmpty()) {
        write(batch, lines);
        batch.clear();
      } else if (last) {
        break;
      } else {
        pause();
      }
    }
    close();
  }

  private void write(List<AccessEntry> batch, ByteArrayOutputStream lines) {
    try {
      lines.reset();
      for (AccessEntry entry : batch) {
        format.append(entry, lines);
      }
      file.write(lines.toByteArray());
    } catch (IOException | RuntimeException e) {
      lost.accept(batch.size());
      tell(e);
    }
  }

  private void follow() {
    long now = System.nanoTime();
    if (now - lookedAt >= LOOK_EVERY) {
      lookedAt = now;
      try {
        file.follow();
      } catch (IOException e) {
        tell(e);
      }
    }
  }

  private void tell(Exception failure) {
    long now = System.nanoTime();
    if (now - toldAt >= TELL_EVERY) {
      toldAt = now;
      log.atError().setCause(failure).log("the access log cannot be written; lines are lost");
    }
  }

  private static void pause() {
    LockSupport.parkNanos(PAUSE.toNanos());
  }

  private void close() {
    var rest = new ArrayList<AccessEntry>();
    if (waiting.drainTo(rest) > 0) {
      lost.accept(rest.size());
    }
    try {
      file.close();
    } catch (IOException e) {
      tell(e);
    }
  }
}
