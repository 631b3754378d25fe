package io.scaledapp.balancer.http2;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.scaledapp.balancer.http1.Cause;
import io.scaledapp.balancer.http1.Refusal;

/** What is told of a client that broke HTTP/2, in words that hold nothing of what it sent. */
final class ClientFault {
  private static final Refusal FLOOD =
      new Refusal(Cause.HTTP2_FLOOD, "too many frames that are cheap to send");
  private static final Refusal STREAMS =
      new Refusal(Cause.TOO_MANY_STREAMS, "more streams at once than SETTINGS allow");
  private static final Refusal HEAD_TOO_LARGE =
      new Refusal(Cause.REQUEST_HEAD_TOO_LARGE, "header fields of more bytes than SETTINGS allow");
  private static final Refusal MALFORMED =
      new Refusal(Cause.MALFORMED_REQUEST, "a stream that HTTP/2 does not allow");
  private static final Refusal ERROR =
      new Refusal(Cause.HTTP2_ERROR, "frames that HTTP/2 does not allow");

  private ClientFault() {}

  static Refusal of(Http2Exception fault) {
    if (fault.error() == Http2Error.ENHANCE_YOUR_CALM) {
      return FLOOD;
    }
    if (fault.error() == Http2Error.REFUSED_STREAM) {
      return STREAMS;
    }
    if (fault instanceof Http2Exception.HeaderListSizeException) {
      return HEAD_TOO_LARGE;
    }
    return Http2Exception.isStreamError(fault) ? MALFORMED : ERROR;
  }
}
