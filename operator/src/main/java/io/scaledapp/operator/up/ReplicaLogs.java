package io.scaledapp.operator.up;

import io.scaledapp.operator.admin.LogSource;
import io.scaledapp.operator.platform.local.log.LogLine;
import io.scaledapp.operator.platform.local.log.LogListener;
import io.scaledapp.operator.platform.local.log.Logs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The local platform's output as the admin API streams it. */
final class ReplicaLogs implements LogSource {

  private static final int PAST_LINES = 200;

  private final Logs logs;

  ReplicaLogs(Logs logs) {
    this.logs = logs;
  }

  @Override
  public Lines open(@Nullable String app, boolean follow) {
    try {
      return follow ? new Followed(app) : new Past(logs.tail(app, PAST_LINES).iterator());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Past(Iterator<LogLine> lines) implements Lines {
    @Override
    public boolean ended() {
      return !lines.hasNext();
    }

    @Override
    public String next(Duration patience) {
      return lines.next().prefixed();
    }

    @Override
    public void close() {}
  }

  /** Hands each line over to its reader; what waits for a slow one is bounded by {@link Logs}. */
  private final class Followed implements Lines, LogListener {

    private final BlockingQueue<String> handover = new SynchronousQueue<>();
    private final Logs.Following following;
    private volatile boolean closed;

    Followed(@Nullable String app) throws IOException {
      following = logs.follow(app, PAST_LINES, this);
    }

    @Override
    public void line(LogLine line) {
      give(line.prefixed());
    }

    @Override
    public void dropped(long count) {
      give(
          "scaledapp | " + count + " lines are missing here: they came faster than they were read");
    }

    private void give(String line) {
      try {
        while (!closed && !handover.offer(line, 1, TimeUnit.SECONDS)) {
          // The reader may have gone, which closed tells.
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public boolean ended() {
      return false;
    }

    @Override
    public @Nullable String next(Duration patience) throws InterruptedException {
      return handover.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
      closed = true;
      following.close();
    }
  }
}
