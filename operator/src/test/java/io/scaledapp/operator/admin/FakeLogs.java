package io.scaledapp.operator.admin;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Lines that a test puts in; following never ends. */
public final class FakeLogs implements LogSource {

  public final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  public final AtomicInteger open = new AtomicInteger();

  @Override
  public Lines open(@Nullable String app, boolean follow) {
    open.incrementAndGet();
    return new Lines() {
      @Override
      public boolean ended() {
        return !follow && lines.isEmpty();
      }

      @Override
      public @Nullable String next(Duration patience) throws InterruptedException {
        return lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      }

      @Override
      public void close() {
        open.decrementAndGet();
      }
    };
  }
}
