package io.scaledapp.balancer;

import io.scaledapp.balancer.accesslog.AccessLog;
import io.scaledapp.balancer.accesslog.AccessLogOptions;
import io.scaledapp.balancer.metrics.RequestRecorder;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The access log of a balancer, which may be replaced by another while requests are served. Opens
 * and closes files without the lock that routing tables need. Any thread.
 */
final class AccessLogs implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Puts an access log in force. */
  @FunctionalInterface
  interface Change {

    /**
     * Puts it in force.
     *
     * @param next null if requests are not logged
     * @throws IOException if that cannot be; then all is as before
     */
    void to(@Nullable AccessLog next) throws IOException;
  }

  private final RequestRecorder recorder;
  private Optional<AccessLogOptions> inForce = Optional.empty();
  private @Nullable AccessLog current;
  private boolean closed;

  AccessLogs(RequestRecorder recorder) {
    this.recorder = recorder;
  }

  /**
   * Makes the log that is wanted, or keeps the one in force if it is that, and has it put in force.
   *
   * @throws IOException if its file cannot be written to or {@code change} fails; then all is as
   *     before
   */
  synchronized void change(Optional<AccessLogOptions> wanted, Change change) throws IOException {
    if (closed || wanted.equals(inForce)) {
      change.to(current);
      return;
    }
    var next =
        wanted.isPresent()
            ? AccessLog.open(wanted.get(), System::currentTimeMillis, recorder::accessLogLinesLost)
            : null;
    try {
      change.to(next);
    } catch (IOException | RuntimeException e) {
      closeSoon(next);
      throw e;
    }
    closeSoon(current);
    current = next;
    inForce = wanted;
  }

  /** What requests had for it comes to its end without anybody waiting for that. */
  private static void closeSoon(@Nullable AccessLog former) {
    if (former != null) {
      Thread.ofVirtual().start(() -> former.close(PATIENCE));
    }
  }

  /** Waits until what was logged is written, for some seconds at most. */
  @Override
  public synchronized void close() {
    closed = true;
    if (current != null) {
      current.close(PATIENCE);
    }
  }
}
