package io.scaledapp.balancer.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import io.scaledapp.balancer.compression.AcceptEncoding;
import io.scaledapp.balancer.compression.Compressibility;
import io.scaledapp.balancer.compression.EncodedBody;
import io.scaledapp.balancer.compression.EncodedHead;
import io.scaledapp.balancer.compression.EncoderException;
import io.scaledapp.balancer.control.CompressionPolicy;
import io.scaledapp.balancer.filter.HeaderEdit;
import io.scaledapp.balancer.http1.MessageHead.Progress;
import io.scaledapp.balancer.http1.Method;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.http1.ResponseHead;
import io.scaledapp.balancer.http1.TrailerSection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compresses responses for those that accept it, on their way to the relay of a client. That one
 * sees a response of unknown length, which it frames as any other.
 *
 * <p>What a replica sent is flushed when nothing more came with it, so that answers that are
 * streamed arrive as they are sent. {@link #body} and {@link #end} throw {@link EncoderException}
 * if the body cannot be ended well.
 */
final class CompressingRelay implements ResponseRelay {
  /** Takes some milliseconds to compress, which others of the event loop can wait for. */
  private static final int BYTES_A_TURN = 128 * 1024;

  private final ResponseRelay relay;
  private final Client client;
  private final Proxy proxy;
  private final RequestLog log;
  private final Consumer<EncoderException> failed;
  private final AcceptEncoding accepted = new AcceptEncoding();
  private final Runnable flush = this::flush;
  private CompressionPolicy policy = CompressionPolicy.DEFAULT;
  private String app = "";
  private @Nullable EncodedBody body;
  private @Nullable EncoderException failure;
  private int bytesOfTurn;
  private boolean flushPending;

  /**
   * @param log told of each byte of a body that the client gets
   * @param failed told if a body cannot be ended well between calls
   */
  CompressingRelay(
      ResponseRelay relay,
      Client client,
      Proxy proxy,
      RequestLog log,
      Consumer<EncoderException> failed) {
    this.relay = relay;
    this.client = client;
    this.proxy = proxy;
    this.log = log;
    this.failed = failed;
  }

  /**
   * A response to {@code request} is going to be sent, of which the client's relay knows already.
   */
  CompressingRelay begin(RequestHead request, String app, CompressionPolicy policy) {
    this.app = app;
    this.policy = policy;
    // Now, since the request's head is gone when the response comes.
    accepted.read(request);
    return this;
  }

  @Override
  public void begin(RequestHead request) {
    relay.begin(request);
  }

  /** They change what is compressed as they change what is not. */
  @Override
  public void edit(@Nullable HeaderEdit edits) {
    relay.edit(edits);
  }

  @Override
  public void setCookie(@Nullable AsciiString cookie) {
    relay.setCookie(cookie);
  }

  @Override
  public Method method() {
    return relay.method();
  }

  @Override
  public boolean keepsChunks() {
    return body == null && relay.keepsChunks();
  }

  @Override
  public void rechunk() {
    relay.rechunk();
  }

  @Override
  public boolean isStarted() {
    return relay.isStarted();
  }

  @Override
  public boolean keepAlive() {
    return relay.keepAlive();
  }

  @Override
  public boolean mayGoOn() {
    return relay.mayGoOn();
  }

  @Override
  public void closeAfterwards() {
    relay.closeAfterwards();
  }

  @Override
  public void interim(ResponseHead head) {
    relay.interim(head);
  }

  @Override
  public boolean agrees(ResponseHead head) {
    return relay.agrees(head);
  }

  @Override
  public void switched(ResponseHead head) {
    relay.switched(head);
  }

  @Override
  public void head(ResponseHead head, int following) {
    switch (Compressibility.of(head, method(), policy)) {
      case NEVER -> relay.head(head, following);
      case WITHOUT_BODY ->
          varying(head, following, proxy.compression.wouldEncode(policy, accepted));
      case COMPRESSIBLE -> {
        body = proxy.compression.begin(policy, accepted, this::refused);
        if (body == null) {
          varying(head, following, false);
        } else {
          encoded(head, body);
        }
      }
    }
  }

  private void refused() {
    proxy.recorder.compressionRefused(app);
  }

  private void varying(ResponseHead head, int following, boolean wouldEncode) {
    ByteBuf lines = client.allocator().heapBuffer(head.length() + EncodedHead.ADDED);
    EncodedHead.varying(head, wouldEncode, lines);
    if (!passHead(lines, following)) {
      relay.head(head, following);
    }
  }

  private void encoded(ResponseHead head, EncodedBody body) {
    ByteBuf lines = client.allocator().heapBuffer(head.length() + EncodedHead.ADDED);
    EncodedHead.encoded(head, body.encoding(), lines);
    if (!passHead(lines, 0)) {
      closeBody();
      relay.head(head, 0);
    }
  }

  /** Returns false, having passed nothing, if a head that grew is larger than heads may be. */
  private boolean passHead(ByteBuf lines, int following) {
    ResponseHead head = proxy.worker.responseHeads().take();
    try {
      boolean fits = head.read(lines) == Progress.COMPLETE;
      if (fits) {
        relay.head(head, following);
      }
      return fits;
    } finally {
      lines.release();
      head.clear();
      proxy.worker.responseHeads().giveBack(head);
    }
  }

  @Override
  public void body(ByteBuf bytes) {
    EncodedBody body = this.body;
    if (body == null) {
      send(bytes);
      return;
    }
    bytesOfTurn += bytes.readableBytes();
    ByteBuf out;
    try {
      out = body.write(bytes, client.allocator());
    } finally {
      bytes.release();
    }
    pass(out);
    if (!flushPending) {
      flushPending = true;
      proxy.worker.flushes().before(flush);
    }
  }

  @Override
  public boolean needsRest() {
    return bytesOfTurn >= BYTES_A_TURN;
  }

  /** Nothing more came from the replica for now. */
  private void flush() {
    flushPending = false;
    bytesOfTurn = 0;
    EncodedBody body = this.body;
    if (body == null) {
      return;
    }
    try {
      pass(body.flush(client.allocator()));
    } catch (EncoderException e) {
      failed.accept(e);
    }
  }

  private void pass(ByteBuf out) {
    if (out.isReadable()) {
      send(out);
    } else {
      out.release();
    }
  }

  private void send(ByteBuf bytes) {
    log.sent(bytes.readableBytes());
    relay.body(bytes);
  }

  @Override
  public void trailers(TrailerSection section) {
    finish();
    if (failure == null) {
      relay.trailers(section);
    }
  }

  @Override
  public void end() {
    finish();
    if (failure != null) {
      throw failure;
    }
    relay.end();
  }

  /** Sends the end of the body, if there is one and it was not sent. */
  private void finish() {
    EncodedBody body = this.body;
    if (body == null) {
      return;
    }
    try {
      pass(body.finish(client.allocator()));
    } catch (EncoderException e) {
      failure = e;
    }
    closeBody();
  }

  @Override
  public void dropHeld() {
    failure = null;
    closeBody();
    relay.dropHeld();
  }

  private void closeBody() {
    EncodedBody body = this.body;
    if (body != null) {
      this.body = null;
      body.close();
    }
  }
}
