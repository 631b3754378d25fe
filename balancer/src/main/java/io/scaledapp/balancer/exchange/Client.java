package io.scaledapp.balancer.exchange;

import io.netty.buffer.ByteBufAllocator;
import io.scaledapp.balancer.http1.Refusal;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.upstream.App;
import io.scaledapp.balancer.upstream.LoadMeter;
import java.time.Duration;

/**
 * Who sent a request, as its {@link Exchange} sees them: an HTTP/1.1 connection, or one stream of
 * an HTTP/2 connection. For the use of one event loop.
 */
public interface Client extends TunnelEnd {

  ByteBufAllocator allocator();

  /** Who the client is. */
  ClientIdentity identity();

  /** The version of HTTP in which it sent the request: 1.0, 1.1 or 2. */
  String version(RequestHead head);

  /** The app's meter, which counts the client's connection from now on. */
  LoadMeter countFor(App app);

  /** Sets the time until {@link Exchange#timedOut}. */
  void deadline(Duration delay);

  /** Nothing is timed out until {@link #deadline}. */
  void clearDeadline();

  /** Whether the client takes what is written, so that little of it waits in memory. */
  boolean isWritable();

  /** Whether bytes wait for the client, and it took some since the last call. */
  boolean isSending();

  /**
   * Whether the client sends nothing more, not even that it reads; it may be gone, so little time
   * is left to the answer.
   */
  boolean isHalfClosed();

  /** The exchange has use for input again. */
  void resumeInput();

  /**
   * Answers in the replica's place, and ends the exchange.
   *
   * @param reusable whether the client's connection may carry another request
   */
  void answer(Refusal refusal, boolean reusable, OwnResponse.Form form);

  /**
   * The answer is written.
   *
   * @param reusable whether the client's connection may carry another request
   */
  void exchangeEnded(boolean reusable);

  /** Ends an answer that cannot become whole, so that nobody takes it for whole. */
  void cut();

  /**
   * The same where the replica does not want to go on, which HTTP/2 has a code for: CANCEL (RFC
   * 9113 section 7).
   */
  void cancel();
}
