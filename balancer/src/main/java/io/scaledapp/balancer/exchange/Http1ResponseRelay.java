package io.scaledapp.balancer.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import io.scaledapp.balancer.exchange.ResponseRewriter.Coding;
import io.scaledapp.balancer.exchange.ResponseRewriter.Connection;
import io.scaledapp.balancer.filter.HeaderEdit;
import io.scaledapp.balancer.http1.Method;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.http1.ResponseHead;
import io.scaledapp.balancer.http1.TrailerSection;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes a response in HTTP/1.1, or 1.0 if the client speaks that. */
final class Http1ResponseRelay implements ResponseRelay {
  /**
   * A body that is so small is copied behind its head, since one buffer is sent quicker than two.
   */
  private static final int MAX_JOINED = 4 * 1024;

  private static final byte[] LINE_END = "\r\n".getBytes(US_ASCII);
  private static final byte[] LAST_SIZE = "0\r\n".getBytes(US_ASCII);
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(US_ASCII);

  private final ClientConnection client;
  private Method method = Method.GET;
  private boolean http10;
  private boolean keepAlive;
  private boolean started;

  /** Whether the end of the chunks was sent. */
  private boolean ended;

  private Coding coding = Coding.AS_RECEIVED;

  /** Whether the replica's chunk headers are left out, if it sends any. */
  private boolean rechunks;

  /** Whether the body is put into chunks here. */
  private boolean chunks;

  private @Nullable HeaderEdit edits;
  private @Nullable AsciiString cookie;

  /** A head that waits for the first bytes of its body, which were received with it. */
  private @Nullable ByteBuf held;

  Http1ResponseRelay(ClientConnection client) {
    this.client = client;
  }

  @Override
  public void begin(RequestHead request) {
    method = request.method();
    http10 = request.minorVersion() == 0;
    keepAlive = request.keepAlive();
    started = false;
    ended = false;
    coding = Coding.AS_RECEIVED;
    rechunks = false;
    chunks = false;
    edits = null;
    cookie = null;
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
    return !http10 && !rechunks;
  }

  @Override
  public void rechunk() {
    rechunks = true;
  }

  @Override
  public boolean isStarted() {
    return started;
  }

  @Override
  public boolean keepAlive() {
    return keepAlive;
  }

  @Override
  public boolean mayGoOn() {
    // The balancer's own answers tell HTTP/1.0 clients nothing.
    return keepAlive && !http10;
  }

  @Override
  public void closeAfterwards() {
    keepAlive = false;
  }

  @Override
  public void interim(ResponseHead head) {
    // RFC 9110 section 15.2: HTTP/1.0 clients know no interim responses.
    if (!http10) {
      client.write(
          ResponseRewriter.rewrite(
              head, Coding.AS_RECEIVED, Connection.STAYS, null, null, 0, client.allocator()));
    }
  }

  /** The client itself looks. */
  @Override
  public boolean agrees(ResponseHead head) {
    return true;
  }

  @Override
  public void switched(ResponseHead head) {
    send(ResponseRewriter.rewriteSwitch(head, cookie, client.allocator()));
  }

  @Override
  public void head(ResponseHead head, int following) {
    boolean untilClose = head.hasBody(method) && !head.chunked() && head.contentLength() < 0;
    coding = coding(head, untilClose);
    chunks = coding == Coding.TO_CHUNKS || (rechunks && head.chunked() && !http10);
    boolean endsWithConnection = coding == Coding.FROM_CHUNKS || (untilClose && http10);
    keepAlive &= !endsWithConnection && !client.isDraining();
    boolean passes = coding == Coding.AS_RECEIVED && !chunks;
    boolean joins = following <= MAX_JOINED && passes && head.hasBody(method);
    int room = joins ? following : 0;
    ByteBuf out =
        ResponseRewriter.rewrite(
            head, coding, connection(), edits, cookie, room, client.allocator());
    if (room > 0) {
      held = out;
    } else {
      send(out);
    }
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

  @Override
  public void body(ByteBuf bytes) {
    if (chunks) {
      String size = Integer.toHexString(bytes.readableBytes());
      send(Unpooled.wrappedBuffer((size + "\r\n").getBytes(US_ASCII)));
      send(bytes);
      send(Unpooled.wrappedBuffer(LINE_END));
    } else if (held != null) {
      ByteBuf joined = held.writeBytes(bytes);
      held = null;
      bytes.release();
      send(joined);
    } else {
      send(bytes);
    }
  }

  /** HTTP/1.0 clients know none; nor is there a place for them in a body of known length. */
  @Override
  public void trailers(TrailerSection section) {
    if (chunks) {
      ended = true;
      send(Unpooled.copiedBuffer(LAST_SIZE, Arrays.copyOf(section.bytes(), section.length())));
    }
  }

  @Override
  public void end() {
    if (chunks && !ended) {
      send(Unpooled.wrappedBuffer(LAST_CHUNK));
    }
  }

  @Override
  public void dropHeld() {
    if (held != null) {
      held.release();
      held = null;
    }
  }

  private void send(ByteBuf bytes) {
    started = true;
    client.write(bytes);
  }
}
