package io.scaledapp.balancer.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.AppRoute.Protocol;
import io.scaledapp.balancer.eventloop.ChannelEnd;
import io.scaledapp.balancer.eventloop.Deadline;
import io.scaledapp.balancer.eventloop.Worker;
import io.scaledapp.balancer.forwarded.Peer;
import io.scaledapp.balancer.http1.Refusal;
import io.scaledapp.balancer.metrics.RequestRecorder.Direction;
import io.scaledapp.balancer.upstream.App;
import io.scaledapp.balancer.upstream.DrainTimer;
import io.scaledapp.balancer.upstream.LoadMeter;
import io.scaledapp.balancer.upstream.ReplicaConnection;
import io.scaledapp.balancer.upstream.ResponseHandler.Loss;
import io.scaledapp.balancer.upstream.Upstream;
import io.scaledapp.balancer.upstream.UpstreamEndpoint;
import io.vertx.core.net.impl.ShutdownEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection to an app that speaks TCP. Read from top to bottom it tells the whole
 * story: {@link #begin} seeks a place, as for a request; {@link #relay} has a replica; {@link
 * #received} passes the client's bytes on and {@link FromReplica} the replica's, each side's end
 * too; {@link #lost} tries elsewhere while no byte went anywhere; {@link #end} ends both sides
 * before the replica or the balancer goes; {@link #closed} gives all back. A side that is cut has
 * the other one cut, so that nobody takes what he got for the whole.
 */
public final class TcpConnection extends ChannelEnd implements PlacementListener, TunnelEnd {
  private final Proxy proxy;
  private final Worker worker;
  private final App app;
  private final AppRoute route;
  private final Peer peer;
  private final Placement placement;
  private final Deadline deadline = new Silence();

  /** Null before the connection counts as the app's. */
  private @Nullable LoadMeter meter;

  /** Received before there is a replica; one read at most, since nothing more is read then. */
  private @Nullable ByteBuf input;

  private @Nullable ReplicaConnection replica;
  private @Nullable Tunnel tunnel;

  /** The tunnel's, while there is one. */
  private @Nullable DrainTimer drainTimer;

  private int retries;
  private boolean inputEnded;
  private boolean over;

  /** For a connection of {@code app} from {@code peer}, behind the TLS handler if it is secure. */
  public TcpConnection(Proxy proxy, App app, Peer peer) {
    super(proxy.worker.flushes());
    this.proxy = proxy;
    this.app = app;
    this.peer = peer;
    worker = proxy.worker;
    route = app.route();
    placement = new Placement(this, proxy);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    super.handlerAdded(context);
    if (peer.secure()) {
      secured();
    } else {
      context.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }
    boolean isRoom = proxy.connectionOpened();
    // When the channel is registered, so that it can be closed.
    worker.execute(() -> begin(isRoom));
  }

  private void begin(boolean isRoom) {
    if (over) {
      return;
    }
    var meter = app.meter(worker.index());
    this.meter = meter;
    meter.connections(1);
    meter.begin(worker.nanoTime());
    if (isRoom) {
      placement.begin(app, Protocol.TCP, peer.address().hashCode(), null);
    } else {
      refusedByQueue(OwnResponse.TOO_MANY_CONNECTIONS);
    }
  }

  @Override
  public void waits(Duration timeout) {
    deadline(timeout);
  }

  @Override
  public void waited(long nanos) {
    proxy.recorder.waited(app.name(), nanos);
  }

  @Override
  public void attempts(UpstreamEndpoint endpoint, Protocol protocol) {}

  @Override
  public void connects() {
    worker.wheel().clear(deadline);
  }

  @Override
  public void relay(Upstream opened) {
    var replica = (ReplicaConnection) opened;
    var tunnel = new Tunnel(this, replica, false);
    this.replica = replica;
    this.tunnel = tunnel;
    replica.beginTunnel(new FromReplica(replica, tunnel));
    replica.endpoint().tunnels(1);
    drainTimer = DrainTimer.start(worker, replica.endpoint(), new Leaving());
    if (route.transport().proxyProtocol()) {
      replica.proxyHeader(ProxyHeader.of(peer));
    }
    var early = input;
    input = null;
    if (early != null) {
      pass(early, tunnel);
    }
    if (inputEnded) {
      tunnel.clientInputEnded();
    }
    setReading(replica.isWritable());
    progress();
  }

  @Override
  protected void received(ByteBuf bytes) {
    if (over) {
      bytes.release();
    } else if (replica != null && tunnel != null) {
      pass(bytes, tunnel);
      if (!replica.isWritable()) {
        setReading(false);
      }
      progress();
    } else {
      input =
          input == null
              ? bytes
              : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator(), input, bytes);
      setReading(false);
    }
  }

  private void pass(ByteBuf bytes, Tunnel tunnel) {
    try {
      if (bytes.isReadable()) {
        proxy.recorder.passed(app.name(), Direction.RECEIVED, bytes.readableBytes());
        tunnel.fromClient(bytes);
      }
    } finally {
      bytes.release();
    }
  }

  /** The client takes bytes again. */
  @Override
  protected void writable() {
    if (replica != null) {
      replica.setReading(true);
      progress();
    }
  }

  /**
   * The client sends nothing more. Before there is a replica that may be all it had to say; but one
   * that said nothing, as a port scan or a load balancer's check does, wakes no app.
   */
  @Override
  protected void inputEnded() {
    inputEnded = true;
    if (tunnel != null) {
      tunnel.clientInputEnded();
      progress();
    } else if (input == null) {
      close();
    }
  }

  /** There is no way to the replica. */
  @Override
  public void lost(Loss loss) {
    UpstreamEndpoint endpoint = placement.endpoint();
    if (endpoint != null) {
      endpoint.failed();
    }
    if (retries < route.traffic().retries().attempts() && placement.mayBeginAgain()) {
      retries++;
      proxy.recorder.retried(app.name());
      placement.beginAgain();
    } else {
      refuse(placement.unreachable());
    }
  }

  @Override
  public void refusedByQueue(Refusal refusal) {
    if (meter != null) {
      meter.refused();
    }
    refuse(refusal);
  }

  /** With a reset: there are no words for it. */
  private void refuse(Refusal refusal) {
    proxy.failures.failed(refusal, new ClientIdentity(proxy, peer), app.name(), () -> "");
    reset();
  }

  /** The time-out of whoever owes bytes, or takes none, begins anew. */
  private void progress() {
    boolean flows = isWritable() && (replica == null || replica.isWritable());
    boolean ends = tunnel != null && (tunnel.isOver() || replica == null);
    deadline(flows && !ends ? route.timeouts().tunnel() : route.timeouts().send());
  }

  private void deadline(Duration delay) {
    worker.wheel().set(deadline, worker.nanoTime(), delay.toNanos());
  }

  /** Nothing moved for as long as it may. */
  private void timedOut() {
    boolean toReplica = replica != null && replica.isSending();
    if (placement.isQueued()) {
      refusedByQueue(OwnResponse.QUEUE_TIMEOUT);
    } else if (isSending() || toReplica) {
      progress();
    } else {
      endReplica();
      close();
    }
  }

  /** The balancer closes, or the client's listener does; others get what is left of the grace. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ShutdownEvent shutdown) {
      var grace = Duration.of(shutdown.timeout(), shutdown.timeUnit().toChronoUnit());
      LastWords.schedule(worker, grace, this::end);
    } else {
      if (event instanceof SslCloseCompletionEvent end && end.isSuccess()) {
        inputEnded = true;
      }
      super.userEventTriggered(context, event);
    }
  }

  private void end() {
    if (!over) {
      endReplica();
      closeAfterWrites();
    }
  }

  private void endReplica() {
    if (replica != null) {
      replica.finish();
      replica = null;
    }
  }

  @Override
  protected void closed() {
    over = true;
    proxy.connectionClosed();
    worker.wheel().remove(deadline);
    var endpoint = placement.endpoint();
    if (tunnel != null && endpoint != null) {
      endpoint.tunnels(-1);
    }
    if (drainTimer != null) {
      drainTimer.stop();
    }
    placement.release();
    if (replica != null && inputEnded) {
      replica.finish();
    } else if (replica != null) {
      replica.cut();
    }
    if (input != null) {
      input.release();
      input = null;
    }
    if (meter != null) {
      meter.end(worker.nanoTime());
      meter.connections(-1);
    }
  }

  /** What comes from the replica. */
  private final class FromReplica extends TunnelHandler {
    private final ReplicaConnection from;
    private final Tunnel tunnel;

    FromReplica(ReplicaConnection from, Tunnel tunnel) {
      this.from = from;
      this.tunnel = tunnel;
    }

    @Override
    public void body(ByteBuf bytes) {
      proxy.recorder.passed(app.name(), Direction.SENT, bytes.readableBytes());
      tunnel.fromReplica(bytes);
      if (!isWritable()) {
        from.setReading(false);
      }
      progress();
    }

    @Override
    public void tunnelInputEnded() {
      tunnel.replicaInputEnded();
      progress();
    }

    @Override
    public void replicaWritable() {
      setReading(true);
      progress();
    }

    @Override
    public void lost(Loss loss) {
      replica = null;
      if (tunnel.hasReplicaEnded()) {
        closeAfterWrites();
        progress();
      } else {
        reset();
      }
    }
  }

  /** There is no place in bytes of any protocol where they end best. */
  private final class Leaving implements DrainTimer.LongLived {
    @Override
    public void leave() {
      end();
    }

    @Override
    public void leaveAtOnce() {
      end();
    }
  }

  private final class Silence extends Deadline {
    @Override
    protected void expired() {
      timedOut();
    }
  }
}
