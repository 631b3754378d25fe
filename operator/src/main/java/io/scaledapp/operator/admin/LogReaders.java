package io.scaledapp.operator.admin;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Who reads logs at present, of whom there are so many at most. A reader that takes nothing, such
 * as a stopped pager, keeps its place until another one needs it. Any thread.
 */
final class LogReaders {

  private final int most;
  private final Duration patience;
  private final LongSupplier nanoTime;
  private final Set<Reader> readers = new LinkedHashSet<>();

  /**
   * @param most readers at once
   * @param patience how long a reader may take nothing before its place can go to another
   */
  LogReaders(int most, Duration patience, LongSupplier nanoTime) {
    this.most = most;
    this.patience = patience;
    this.nanoTime = nanoTime;
  }

  int most() {
    return most;
  }

  /** A place for the calling thread; empty when all are taken by readers that read. */
  synchronized Optional<Reader> enter() {
    if (readers.size() >= most && !evict()) {
      return Optional.empty();
    }
    var reader = new Reader(Thread.currentThread());
    readers.add(reader);
    return Optional.of(reader);
  }

  private boolean evict() {
    var now = nanoTime.getAsLong();
    var stuck =
        readers.stream()
            .flatMap(reader -> reader.stuckFor(now).map(time -> new Stuck(reader, time)).stream())
            .filter(one -> one.time().compareTo(patience) >= 0)
            .max(Comparator.comparing(Stuck::time));
    stuck.ifPresent(
        one -> {
          readers.remove(one.reader());
          one.reader().cut();
        });
    return stuck.isPresent();
  }

  private record Stuck(Reader reader, Duration time) {}

  /** What may take as long as its reader likes. */
  @FunctionalInterface
  interface Write {
    void run() throws IOException;
  }

  /** One reader's place, which its thread gives back. */
  final class Reader implements AutoCloseable {

    private final Thread thread;
    private boolean isWriting;
    private long since;

    private Reader(Thread thread) {
      this.thread = thread;
    }

    /**
     * Writes to the reader.
     *
     * @throws IOException also when another reader took the place meanwhile
     */
    void write(Write write) throws IOException {
      begin();
      try {
        write.run();
      } finally {
        end();
      }
    }

    private void begin() {
      synchronized (LogReaders.this) {
        isWriting = true;
        since = nanoTime.getAsLong();
      }
    }

    private void end() {
      synchronized (LogReaders.this) {
        isWriting = false;
      }
    }

    private Optional<Duration> stuckFor(long now) {
      return isWriting ? Optional.of(Duration.ofNanos(now - since)) : Optional.empty();
    }

    /** An interrupt closes the channel that a thread writes to, whatever holds it. */
    private void cut() {
      thread.interrupt();
    }

    @Override
    public void close() {
      synchronized (LogReaders.this) {
        readers.remove(this);
      }
    }
  }
}
