package io.scaledapp.balancer.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import io.scaledapp.balancer.filter.HeaderEdit;
import io.scaledapp.balancer.http1.Method;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.http1.ResponseHead;
import io.scaledapp.balancer.http1.TrailerSection;
import org.jspecify.annotations.Nullable;

/**
 * Sends a replica's response to the client, framed as the client understands it. One object an
 * {@link Exchange}, used again; heads are valid during a call.
 */
public interface ResponseRelay {

  /** A response to {@code request} is going to be sent. */
  void begin(RequestHead request);

  /** What the client gets otherwise than the replica sent it, until the next request begins. */
  void edit(@Nullable HeaderEdit edits);

  /** A cookie that the final response or the switch sets besides, until the next request begins. */
  void setCookie(@Nullable AsciiString cookie);

  /** The request's method, which says whether the response has a body. */
  Method method();

  /** Whether the body passes with its chunk headers, or its content alone; known after its head. */
  boolean keepsChunks();

  /**
   * The body of the response whose head comes next passes without the chunk headers that its
   * replica sends, and the client gets other ones, so that it can end anywhere.
   */
  void rechunk();

  /** Whether the client got a byte of the final response. */
  boolean isStarted();

  /** Whether the client's connection may carry another request after this response. */
  boolean keepAlive();

  /** The same after an answer of the balancer's own. */
  boolean mayGoOn();

  /** The client's connection carries no further request. */
  void closeAfterwards();

  /** Sends a 1xx response other than 101. */
  void interim(ResponseHead head);

  /** Whether a replica's 101 is the answer to what the client asked. */
  boolean agrees(ResponseHead head);

  /** Sends that the client and the replica have a tunnel from here on. */
  void switched(ResponseHead head);

  /**
   * Sends a final response's head.
   *
   * @param following bytes of the body that come next
   */
  void head(ResponseHead head, int following);

  /** Sends bytes of the body; takes over the reference. */
  void body(ByteBuf bytes);

  /** Sends what came after a body without its framing; {@link #end} follows. */
  void trailers(TrailerSection section);

  /** The response is whole. */
  void end();

  /** What was not sent is not going to be. */
  void dropHeld();

  /**
   * Whether so much work went into the body that others of the event loop are to have their turn
   * before more of it; asked after each {@link #body}.
   */
  default boolean needsRest() {
    return false;
  }
}
