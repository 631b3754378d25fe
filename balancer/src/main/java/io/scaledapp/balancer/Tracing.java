package io.scaledapp.balancer;

import io.scaledapp.balancer.metrics.RequestRecorder;
import io.scaledapp.balancer.trace.Tracer;
import io.scaledapp.balancer.trace.TracingOptions;
import io.scaledapp.balancer.trace.otlp.OtlpTracer;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tracer in force. One that is replaced is closed on a thread of its own, so that nobody waits
 * for a collector. Has a lock of its own: opening one takes a while, and routing tables must not
 * wait for that.
 */
final class Tracing {

  /** Takes a tracer, or null for none. */
  @FunctionalInterface
  interface Change {

    /**
     * Puts it in force.
     *
     * @throws IOException if that cannot be, with the reason; then all is as before
     */
    void accept(@Nullable Tracer tracer) throws IOException;
  }

  private final RequestRecorder recorder;
  private Optional<TracingOptions> inForce = Optional.empty();
  private @Nullable Tracer tracer;
  private boolean closed;

  /**
   * No tracer yet.
   *
   * @param recorder told what becomes of spans
   */
  Tracing(RequestRecorder recorder) {
    this.recorder = recorder;
  }

  /**
   * Has {@code change} take the tracer that the options ask for: the present one if they ask for no
   * other.
   *
   * @throws IOException if there can be none, or it is not taken, with the reason; then all is as
   *     before
   */
  synchronized void change(BalancerOptions options, Change change) throws IOException {
    if (closed) {
      return;
    }
    if (options.tracing().equals(inForce)) {
      change.accept(tracer);
      return;
    }
    Tracer wanted = open(options);
    try {
      change.accept(wanted);
    } catch (IOException e) {
      closeLater(wanted);
      throw e;
    }
    closeLater(tracer);
    tracer = wanted;
    inForce = options.tracing();
  }

  private @Nullable Tracer open(BalancerOptions options) throws IOException {
    var wanted = options.tracing();
    return wanted.isPresent()
        ? OtlpTracer.start(wanted.get(), options.name(), System::nanoTime, recorder)
        : null;
  }

  private static void closeLater(@Nullable Tracer former) {
    if (former != null) {
      Thread.ofPlatform()
          .daemon()
          .name("former-tracer")
          .start(() -> former.close(TracingOptions.LAST_EXPORT));
    }
  }

  /** Sends what is recorded, for {@link TracingOptions#LAST_EXPORT} at most. */
  synchronized void close() {
    closed = true;
    if (tracer != null) {
      tracer.close(TracingOptions.LAST_EXPORT);
      tracer = null;
    }
  }
}
