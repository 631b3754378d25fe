package io.scaledapp.balancer.upstream;

import io.netty.buffer.ByteBuf;
import io.scaledapp.balancer.http1.Method;
import io.scaledapp.balancer.http1.ResponseHead;
import io.scaledapp.balancer.http1.TrailerSection;

/** Whoever sent a request on an {@link Upstream}; called on the event loop of both. */
public interface ResponseHandler {

  /** The request's method, which says whether the response has a body. */
  Method method();

  /**
   * Whether the request is a gRPC call: {@link UpstreamEndpoint#callEnded} tells then how an answer
   * with a good status ended.
   */
  default boolean isCall() {
    return false;
  }

  /** Whether chunk headers pass with the body, or its content alone; known after the head. */
  boolean keepsChunks();

  /** Whether every byte of the request was written, so that the next one may follow. */
  boolean isRequestComplete();

  /** A 1xx response other than 101; the final one follows. The head is valid during the call. */
  void interim(ResponseHead head);

  /**
   * 101: the connection speaks another protocol from here on.
   *
   * @param head valid during the call
   */
  void switched(ResponseHead head, ReplicaConnection connection);

  /**
   * The final response's head, valid during the call.
   *
   * @param following bytes that were received behind it and are passed next, if they are right
   */
  void head(ResponseHead head, int following);

  /** Bytes of the body, or of a tunnel; takes over the reference. */
  void body(ByteBuf bytes);

  /** The trailers of a body without chunk headers, valid during the call. */
  void trailers(TrailerSection section);

  /** The response is whole; the connection is no longer the handler's. */
  void complete();

  /** The replica sends nothing more on a tunnel. */
  void tunnelInputEnded();

  /** The response will never be whole; the connection or the stream is closed. */
  void lost(Loss loss);

  /** The replica takes bytes again. */
  void replicaWritable();

  /** Why a response is not whole. */
  enum Loss {
    /** The connection could not be opened. */
    UNREACHABLE,
    /** The replica goes, and did not look at the request (GOAWAY, RFC 9113 section 6.8). */
    LEAVING,
    /** The replica did not look at the request (REFUSED_STREAM, RFC 9113 section 8.7). */
    REFUSED,
    /** The connection or the stream ended. */
    CLOSED,
    /** The replica does not want to go on with the request (CANCEL, RFC 9113 section 7). */
    CANCELLED,
    /** What the replica sent is no valid HTTP. */
    INVALID
  }
}
