package io.scaledapp.balancer.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.scaledapp.balancer.exchange.ResponseRelay;
import io.scaledapp.balancer.filter.HeaderEdit;
import io.scaledapp.balancer.http1.Method;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.http1.ResponseHead;
import io.scaledapp.balancer.http1.TrailerSection;
import io.scaledapp.balancer.tunnel.WebSocketKey;
import org.jspecify.annotations.Nullable;

/** Sends a response as the frames of a stream (RFC 9113 section 8.1). */
final class Http2ResponseRelay implements ResponseRelay {
  private static final long UNKNOWN = -1;

  private final RequestStream stream;
  private Method method = Method.OTHER;
  private boolean started;
  private boolean ended;

  /** Bytes of the body that are still to come, or {@link #UNKNOWN}. */
  private long left = UNKNOWN;

  private @Nullable WebSocketKey key;
  private @Nullable HeaderEdit edits;
  private @Nullable AsciiString cookie;

  Http2ResponseRelay(RequestStream stream) {
    this.stream = stream;
  }

  @Override
  public void begin(RequestHead request) {
    begin(request.method());
  }

  /** A response to a request that no exchange took. */
  void begin(Method method) {
    this.method = method;
  }

  @Override
  public void edit(@Nullable HeaderEdit edits) {
    this.edits = edits;
  }

  @Override
  public void setCookie(@Nullable AsciiString cookie) {
    this.cookie = cookie;
  }

  @Override
  public Method method() {
    return method;
  }

  @Override
  public boolean keepsChunks() {
    return false;
  }

  /** There are no chunks in HTTP/2. */
  @Override
  public void rechunk() {}

  @Override
  public boolean isStarted() {
    return started;
  }

  @Override
  public boolean keepAlive() {
    return true;
  }

  @Override
  public boolean mayGoOn() {
    return true;
  }

  /** A stream carries one request anyway. */
  @Override
  public void closeAfterwards() {}

  @Override
  public void interim(ResponseHead head) {
    stream.writeHeaders(ResponseFields.of(head, head.status()), false);
  }

  /** The request asks for a WebSocket with this key, or for none. */
  void webSocketKey(@Nullable WebSocketKey key) {
    this.key = key;
  }

  @Override
  public boolean agrees(ResponseHead head) {
    return key != null && key.accept().equals(ResponseFields.webSocketAccept(head));
  }

  @Override
  public void switched(ResponseHead head) {
    started = true;
    // RFC 8441 section 5: a tunnel is a success, and no 101.
    stream.writeHeaders(ResponseFields.of(head, 200, null, cookie), false);
  }

  @Override
  public void head(ResponseHead head, int following) {
    started = true;
    boolean hasBody = head.hasBody(method);
    left = hasBody && !head.chunked() ? head.contentLength() : UNKNOWN;
    ended = !hasBody || left == 0;
    // A success would say that there is a tunnel (RFC 8441 section 5).
    boolean misleads = key != null && head.status() < 300;
    write(ResponseFields.of(head, misleads ? 502 : head.status(), edits, cookie));
  }

  @Override
  public void body(ByteBuf bytes) {
    if (left != UNKNOWN) {
      left -= bytes.readableBytes();
      ended = left == 0;
    }
    stream.writeData(bytes, ended);
  }

  @Override
  public void trailers(TrailerSection section) {
    ended = true;
    write(ResponseFields.of(section));
  }

  @Override
  public void end() {
    if (!ended) {
      ended = true;
      stream.writeData(Unpooled.EMPTY_BUFFER, true);
    }
  }

  /** All that was passed was written. */
  @Override
  public void dropHeld() {}

  private void write(Http2Headers fields) {
    stream.writeHeaders(fields, ended);
  }
}
