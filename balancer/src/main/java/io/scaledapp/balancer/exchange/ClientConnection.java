package io.scaledapp.balancer.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.balancer.eventloop.ChannelEnd;
import io.scaledapp.balancer.eventloop.Deadline;
import io.scaledapp.balancer.eventloop.Worker;
import io.scaledapp.balancer.forwarded.Peer;
import io.scaledapp.balancer.http1.Cause;
import io.scaledapp.balancer.http1.Refusal;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.metrics.RequestRecorder;
import io.scaledapp.balancer.upstream.App;
import io.scaledapp.balancer.upstream.LoadMeter;
import io.vertx.core.net.impl.ShutdownEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection: reads one request head after the other, and leaves each request to the
 * {@link Exchange}. The next head is not looked at before the answer to the former is written.
 */
public final class ClientConnection extends ChannelEnd implements Client {
  /** How long the client may take to close after the last answer. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  /** How long the client may take no byte of what is left to send when no app is concerned. */
  private static final Duration SEND = Timeouts.DEFAULT.send();

  /** How long an answer may pause while the client sends nothing more, not even that it reads. */
  private static final Duration HALF_CLOSED = Duration.ofSeconds(1);

  private enum Phase {
    /** Between requests, without a byte of the next one. */
    IDLE,
    HEAD,
    EXCHANGE,
    /** The last answer is written, and what the client sends is dropped until it has read it. */
    LINGERING
  }

  private final Proxy proxy;
  private final Proxy.Settings settings;
  private final Worker worker;
  private final Exchange exchange;
  private final ClientIdentity identity;
  private final boolean secure;
  private final Deadline deadline = new PhaseDeadline();
  private Phase phase = Phase.IDLE;
  private @Nullable RequestHead head;

  /** Received and not looked at yet. */
  private @Nullable ByteBuf input;

  private @Nullable LoadMeter countedFor;
  private boolean processing;
  private boolean inputEnded;
  private boolean draining;

  /** For a connection from {@code peer}, behind the TLS handler if it speaks TLS. */
  public ClientConnection(Proxy proxy, Peer peer) {
    super(proxy.worker.flushes());
    this.proxy = proxy;
    settings = proxy.settings();
    worker = proxy.worker;
    exchange = new Exchange(this, new Http1ResponseRelay(this), proxy);
    identity = new ClientIdentity(proxy, peer);
    secure = peer.secure();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    super.handlerAdded(context);
    if (secure) {
      secured();
    } else {
      context.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }
    deadline(settings.idleTimeout());
    if (!proxy.connectionOpened()) {
      refuse(OwnResponse.TOO_MANY_CONNECTIONS);
      worker.flushes().flush();
    }
  }

  @Override
  protected void received(ByteBuf bytes) {
    input =
        input == null
            ? bytes
            : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator(), input, bytes);
    process();
  }

  /** Looks at what was received, for as long as there is use for it. */
  private void process() {
    if (processing) {
      return;
    }
    processing = true;
    while (input != null && step(input)) {}
    processing = false;
    boolean wait = input != null || (phase == Phase.EXCHANGE && exchange.isReplicaBlocked());
    if (isActive()) {
      setReading(!wait);
    }
    if (inputEnded && input == null) {
      inputUsedUp();
    }
  }

  /** The client sends nothing more, and all that it sent is used. */
  private void inputUsedUp() {
    if (phase == Phase.IDLE || phase == Phase.HEAD) {
      closeAfterWrites();
    } else if (phase == Phase.EXCHANGE && exchange.needsInput()) {
      endExchangeInput();
    }
  }

  /** Uses some of the input; returns whether there may be use for more. */
  private boolean step(ByteBuf in) {
    if (!in.isReadable()) {
      dropInput();
      return false;
    }
    switch (phase) {
      case IDLE, HEAD -> {
        if (!isWritable()) {
          // A client that sends requests and reads no answers has to wait.
          return false;
        }
        readHead(in);
      }
      case EXCHANGE -> {
        if (!exchange.takesInput() || exchange.isReplicaBlocked()) {
          return false;
        }
        exchange.input(in);
      }
      case LINGERING -> in.skipBytes(in.readableBytes());
    }
    return true;
  }

  private void readHead(ByteBuf in) {
    RequestHead head = this.head;
    if (head == null) {
      head = worker.requestHeads().take();
      this.head = head;
    }
    switch (head.read(in)) {
      case INCOMPLETE -> {
        if (phase == Phase.IDLE) {
          phase = Phase.HEAD;
          deadline(settings.headTimeout());
        }
      }
      case REFUSED -> {
        proxy.recorder.record(RequestRecorder.NO_APP, head.refusal().status() / 100, 0);
        refuse(head.refusal());
      }
      case COMPLETE -> {
        phase = Phase.EXCHANGE;
        exchange.begin(head);
        returnHead();
      }
    }
  }

  @Override
  public void resumeInput() {
    process();
  }

  @Override
  public LoadMeter countFor(App app) {
    LoadMeter meter = app.meter(worker.index());
    if (meter != countedFor) {
      if (countedFor != null) {
        countedFor.connections(-1);
      }
      meter.connections(1);
      countedFor = meter;
    }
    return meter;
  }

  @Override
  public ClientIdentity identity() {
    return identity;
  }

  @Override
  public String version(RequestHead head) {
    return head.minorVersion() == 0 ? "1.0" : "1.1";
  }

  /** Whether the connection is to end soon. */
  boolean isDraining() {
    return draining || proxy.departure.hasBegun();
  }

  @Override
  public boolean isHalfClosed() {
    return inputEnded;
  }

  /** Sets the time until {@link Exchange#timedOut}, or what the phase has in its place. */
  @Override
  public void deadline(Duration delay) {
    boolean impatient = inputEnded && phase == Phase.EXCHANGE && !exchange.isTunnel();
    long nanos = impatient ? Math.min(delay.toNanos(), HALF_CLOSED.toNanos()) : delay.toNanos();
    worker.wheel().set(deadline, worker.nanoTime(), nanos);
  }

  @Override
  public void clearDeadline() {
    worker.wheel().clear(deadline);
  }

  @Override
  public void exchangeEnded(boolean reusable) {
    if (!isActive()) {
      return;
    }
    if (!reusable) {
      linger();
      return;
    }
    phase = Phase.IDLE;
    deadline(settings.idleTimeout());
    process();
    if (draining && phase == Phase.IDLE) {
      endIdle();
    }
  }

  @Override
  public void answer(Refusal refusal, boolean reusable, OwnResponse.Form form) {
    boolean closes = !reusable || isDraining();
    write(OwnResponse.of(refusal, closes, form, allocator()));
    exchangeEnded(!closes);
  }

  /** Answers a request that is not taken, and closes. */
  private void refuse(Refusal refusal) {
    RequestHead head = this.head;
    if (head == null) {
      proxy.failures.failed(refusal, identity);
    } else {
      proxy.failures.failed(refusal, identity, head);
      boolean answers = refusal != Refusal.NOT_HTTP;
      exchange.refused(refusal, head, answers ? OwnResponse.Form.TEXT : OwnResponse.Form.HEAD_ONLY);
    }
    if (refusal == Refusal.NOT_HTTP) {
      linger();
      return;
    }
    write(OwnResponse.of(refusal, true, OwnResponse.Form.TEXT, allocator()));
    linger();
  }

  @Override
  public void cut() {
    reset();
  }

  @Override
  public void cancel() {
    reset();
  }

  /**
   * Closes so that the client can read the answer first: closing with unread input would make the
   * kernel reset the connection and the answer be lost (RFC 9112 section 9.6).
   */
  private void linger() {
    phase = Phase.LINGERING;
    deadline(SEND);
    if (inputEnded) {
      closeAfterWrites();
    } else {
      endOutput(() -> deadline(LINGER));
    }
    process();
  }

  /**
   * Lets go of a connection that is going to speak another protocol, unless it had a request or is
   * being closed; it has to be taken out of the pipeline then.
   */
  public boolean release() {
    boolean isFree = phase == Phase.IDLE && !draining && isActive();
    if (isFree) {
      phase = Phase.LINGERING;
      proxy.connectionClosed();
      worker.wheel().remove(deadline);
    }
    return isFree;
  }

  /** Closes when the present exchange is over, or soon if there is none. */
  private void drain(Duration grace) {
    draining = true;
    if (phase == Phase.IDLE) {
      endIdle();
    }
    LastWords.schedule(worker, grace, this::drainEnds);
  }

  /** Closes when no request comes in the time that there is for one. */
  private void endIdle() {
    var wait = proxy.departure.timeToTell();
    if (wait.isPositive()) {
      deadline(wait);
    } else {
      linger();
    }
  }

  private void drainEnds() {
    if (phase == Phase.EXCHANGE) {
      exchange.drainEnds();
    }
  }

  @Override
  protected void writable() {
    if (phase == Phase.EXCHANGE) {
      exchange.clientWritable();
    } else {
      process();
    }
  }

  @Override
  protected void inputEnded() {
    inputEnded = true;
    switch (phase) {
      case IDLE, HEAD -> process();
      case EXCHANGE -> {
        // What came and waits for a replica comes first.
        if (input == null || !exchange.needsInput()) {
          endExchangeInput();
        }
      }
      case LINGERING -> closeAfterWrites();
    }
  }

  private void endExchangeInput() {
    if (!exchange.clientInputEnded()) {
      close();
    } else if (!exchange.isTunnel()) {
      deadline(HALF_CLOSED);
    }
  }

  /** Vert.x tells so when the listener closes. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ShutdownEvent shutdown) {
      drain(Duration.of(shutdown.timeout(), shutdown.timeUnit().toChronoUnit()));
    } else {
      super.userEventTriggered(context, event);
    }
  }

  @Override
  protected void closed() {
    proxy.connectionClosed();
    if (countedFor != null) {
      countedFor.connections(-1);
    }
    if (phase == Phase.EXCHANGE) {
      phase = Phase.LINGERING;
      exchange.abort(Cause.CLIENT_GONE);
    }
    worker.wheel().remove(deadline);
    returnHead();
    dropInput();
  }

  private void closeUnlessSending() {
    if (isSending()) {
      deadline(SEND);
    } else {
      close();
    }
  }

  private void returnHead() {
    if (head != null) {
      head.clear();
      worker.requestHeads().giveBack(head);
      head = null;
    }
  }

  private void dropInput() {
    if (input != null) {
      input.release();
      input = null;
    }
  }

  private final class PhaseDeadline extends Deadline {
    @Override
    protected void expired() {
      switch (phase) {
        case IDLE -> linger();
        case LINGERING -> closeUnlessSending();
        case HEAD -> refuse(OwnResponse.HEAD_TIMEOUT);
        case EXCHANGE -> exchange.timedOut();
      }
    }
  }
}
