package io.scaledapp.balancer.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.scaledapp.balancer.exchange.ResponseRewriter.Coding;
import io.scaledapp.balancer.exchange.ResponseRewriter.Connection;
import io.scaledapp.balancer.http1.Method;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.http1.ResponseHead;

/** Sends a replica's response to the client, framed as the client understands it. */
final class ResponseRelay {
  private static final byte[] LINE_END = "\r\n".getBytes(US_ASCII);
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(US_ASCII);

  private final ClientConnection client;
  private Method method = Method.GET;
  private boolean http10;
  private boolean keepAlive;
  private boolean started;
  private Coding coding = Coding.AS_RECEIVED;

  ResponseRelay(ClientConnection client) {
    this.client = client;
  }

  void begin(RequestHead request) {
    method = request.method();
    http10 = request.minorVersion() == 0;
    keepAlive = request.keepAlive();
    started = false;
    coding = Coding.AS_RECEIVED;
  }

  Method method() {
    return method;
  }

  /** Whether the client understands chunks. */
  boolean keepsChunks() {
    return !http10;
  }

  /** Whether the client got a byte of the final response. */
  boolean isStarted() {
    return started;
  }

  /** Whether the client's connection may carry another request after this response. */
  boolean keepAlive() {
    return keepAlive;
  }

  /** The client's connection carries no further request. */
  void closeAfterwards() {
    keepAlive = false;
  }

  void interim(ResponseHead head) {
    // RFC 9110 section 15.2: HTTP/1.0 clients know no interim responses.
    if (!http10) {
      write(
          ResponseRewriter.rewrite(head, Coding.AS_RECEIVED, Connection.STAYS, client.allocator()));
    }
  }

  void switched(ResponseHead head) {
    started = true;
    write(ResponseRewriter.rewriteSwitch(head, client.allocator()));
  }

  void head(ResponseHead head) {
    started = true;
    boolean untilClose = head.hasBody(method) && !head.chunked() && head.contentLength() < 0;
    coding = coding(head, untilClose);
    boolean endsWithConnection = coding == Coding.FROM_CHUNKS || untilClose && http10;
    keepAlive &= !endsWithConnection && !client.isDraining();
    write(ResponseRewriter.rewrite(head, coding, connection(), client.allocator()));
  }

  private Coding coding(ResponseHead head, boolean untilClose) {
    if (http10) {
      return head.chunked() ? Coding.FROM_CHUNKS : Coding.AS_RECEIVED;
    }
    return untilClose ? Coding.TO_CHUNKS : Coding.AS_RECEIVED;
  }

  private Connection connection() {
    if (!keepAlive) {
      return Connection.CLOSES;
    }
    return http10 ? Connection.KEPT_ALIVE : Connection.STAYS;
  }

  void body(ByteBuf bytes) {
    if (coding == Coding.TO_CHUNKS) {
      String size = Integer.toHexString(bytes.readableBytes());
      write(Unpooled.wrappedBuffer((size + "\r\n").getBytes(US_ASCII)));
      write(bytes);
      write(Unpooled.wrappedBuffer(LINE_END));
    } else {
      write(bytes);
    }
  }

  void end() {
    if (coding == Coding.TO_CHUNKS) {
      write(Unpooled.wrappedBuffer(LAST_CHUNK));
    }
  }

  private void write(ByteBuf bytes) {
    client.write(bytes);
  }
}
