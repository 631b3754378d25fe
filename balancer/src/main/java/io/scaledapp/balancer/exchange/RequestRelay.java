package io.scaledapp.balancer.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.scaledapp.balancer.http1.BodyReader;
import io.scaledapp.balancer.http1.BodySink;
import io.scaledapp.balancer.http1.HeadLimits;
import io.scaledapp.balancer.http1.MessageHead.Progress;
import io.scaledapp.balancer.http1.Refusal;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.http1.ResponseHead;
import io.scaledapp.balancer.http1.TrailerSection;
import io.scaledapp.balancer.trace.TraceLine;
import io.scaledapp.balancer.upstream.Upstream;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request to a replica: the rewritten head, then the body while it arrives. What an
 * idempotent request sent is kept up to a bound, so that it can be sent again elsewhere.
 */
final class RequestRelay {
  private static final int MAX_REPLAY_BYTES = 64 * 1024;
  private static final Pattern PROTOCOLS = Pattern.compile("[ \\t]*,[ \\t]*");

  private final BodyReader body;
  private final BodySink bodySink = new RequestBody();
  private ByteBuf head = Unpooled.EMPTY_BUFFER;
  private @Nullable ByteBuf replay;
  private boolean keepsReplay;
  private boolean idempotent;
  private boolean bodySent;
  private String offered = "";
  private @Nullable Upstream replica;

  RequestRelay(HeadLimits limits) {
    body = new BodyReader(limits);
  }

  /**
   * Whether the client may ask for another protocol: one that needs no body first, and not HTTP/2,
   * whose requests would pass unseen.
   */
  static boolean mayUpgrade(RequestHead head) {
    return head.upgradeField() >= 0 && !head.hasBody() && !head.offersHttp2();
  }

  /**
   * Takes over {@code rewritten}, which {@link #end} releases.
   *
   * @param upgrade whether the client may ask for another protocol, if it does
   * @param refusable whether replicas can say that they did not look at a request, so that what any
   *     request sent is kept; their protocol has framing of its own then
   * @param maxBodyBytes that a body in chunks may have
   */
  void begin(
      RequestHead received,
      ByteBuf rewritten,
      boolean upgrade,
      boolean refusable,
      long maxBodyBytes) {
    head = rewritten;
    idempotent = received.method().isIdempotent();
    keepsReplay = idempotent || refusable;
    bodySent = false;
    offered = upgrade ? received.value(received.upgradeField()) : "";
    if (received.chunked()) {
      body.beginChunked(!refusable, maxBodyBytes);
    } else {
      body.beginLength(received.contentLength());
    }
  }

  /** Has the next replica told of another span than the one before. */
  void renew(TraceLine line) {
    line.renew(head);
  }

  /** Sends to {@code replica} what came so far, and from now on what comes. */
  void attach(Upstream replica) {
    this.replica = replica;
    head.readerIndex(0);
    replica.head(head.retain(), body.isComplete() && replay == null);
    if (replay != null) {
      replica.write(replay.copy());
      if (body.isComplete()) {
        replica.endRequest();
      }
    }
  }

  /** Sends nothing more to the replica. */
  void detach() {
    replica = null;
  }

  /** Whether body bytes have somewhere to go, so that {@link #read} may be called. */
  boolean wantsBody() {
    return replica != null && !body.isComplete();
  }

  /** Sends on what belongs to the body; the rest stays in {@code in}. */
  Progress read(ByteBuf in) {
    Progress progress = body.read(in, bodySink);
    if (progress == Progress.COMPLETE && replica != null) {
      replica.endRequest();
    }
    return progress;
  }

  /** Its method and path as replicas get them, for logs. */
  String description() {
    return Failures.request(head);
  }

  /** Why {@link #read} refused the body. */
  Refusal refusal() {
    return body.refusal();
  }

  boolean isComplete() {
    return body.isComplete();
  }

  boolean bodySent() {
    return bodySent;
  }

  /** Whether the protocol in a 101 is one that the client asked for (RFC 9110 section 7.8). */
  boolean offered(ResponseHead head) {
    int field = head.upgradeField();
    return field >= 0
        && !offered.isEmpty()
        && PROTOCOLS
            .splitAsStream(offered)
            .anyMatch(protocol -> protocol.equalsIgnoreCase(head.value(field)));
  }

  boolean offersWebSocket() {
    return offered.equalsIgnoreCase("websocket");
  }

  /** Whether all that a replica got can be sent again, and may be (RFC 9110 section 9.2.2). */
  boolean isReplayable() {
    return idempotent && isWhole();
  }

  /** Whether all that a replica got is there to be sent again. */
  boolean isWhole() {
    return !bodySent || keepsReplay;
  }

  /** The response began, so the request is not going to be sent again. */
  void dropReplay() {
    keepsReplay = false;
    if (replay != null) {
      replay.release();
      replay = null;
    }
  }

  /** The exchange is over. */
  void end() {
    replica = null;
    body.beginNone();
    dropReplay();
    head.release();
    head = Unpooled.EMPTY_BUFFER;
  }

  private void keep(Upstream replica, ByteBuf bytes) {
    ByteBuf replay = this.replay == null ? replica.allocator().buffer() : this.replay;
    this.replay = replay;
    if (replay.readableBytes() + bytes.readableBytes() > MAX_REPLAY_BYTES) {
      dropReplay();
    } else {
      replay.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
    }
  }

  /** What is read of the body goes to the replica, if there still is one. */
  private final class RequestBody implements BodySink {
    @Override
    public void body(ByteBuf bytes) {
      Upstream replica = RequestRelay.this.replica;
      if (replica == null) {
        bytes.release();
        return;
      }
      bodySent = true;
      if (keepsReplay) {
        keep(replica, bytes);
      }
      replica.write(bytes);
    }

    @Override
    public void trailers(TrailerSection section) {
      Upstream replica = RequestRelay.this.replica;
      if (replica != null) {
        bodySent = true;
        // Nobody keeps them.
        dropReplay();
        replica.trailers(section);
      }
    }
  }
}
