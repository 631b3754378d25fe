package io.scaledapp.balancer.exchange;

import io.netty.buffer.ByteBuf;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.balancer.eventloop.Worker;
import io.scaledapp.balancer.http1.MessageHead.Progress;
import io.scaledapp.balancer.http1.Method;
import io.scaledapp.balancer.http1.Refusal;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.http1.ResponseHead;
import io.scaledapp.balancer.metrics.RequestRecorder;
import io.scaledapp.balancer.upstream.App;
import io.scaledapp.balancer.upstream.LoadMeter;
import io.scaledapp.balancer.upstream.ReplicaConnection;
import io.scaledapp.balancer.upstream.ResponseHandler;
import io.scaledapp.balancer.upstream.UpstreamEndpoint;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request from its head to the end of its response. Read from top to bottom it tells the whole
 * story: {@link #begin} finds the app and seeks a place, {@link #relay} has a replica and sends the
 * request, {@link #input} passes the client's bytes on, {@link #head} and {@link #body} the
 * replica's, {@link #complete} ends it well, {@link #lost} decides on a second attempt, {@link
 * #timedOut} ends what takes too long. One object a client connection, used again.
 */
final class Exchange implements ResponseHandler {
  private static final int MAX_RETRIES = 1;
  private static final Refusal NO_APP = new Refusal(404, "No app answers on this host and path");
  private static final Refusal BAD_GATEWAY = new Refusal(502, "The replica gave no valid answer");
  private static final Refusal UNREACHABLE = new Refusal(502, "The replica cannot be reached");
  private static final Refusal REPLICA_TIMEOUT =
      new Refusal(504, "The replica did not answer in time");
  private static final Refusal QUEUE_TIMEOUT = new Refusal(503, "No replica became free in time");
  private static final Refusal CLOSING = new Refusal(503, "The balancer is closing");
  private static final Refusal BODY_TIMEOUT =
      new Refusal(408, "the request body did not arrive in time");

  private final ClientConnection client;
  private final Proxy proxy;
  private final Worker worker;
  private final Placement placement;
  private final RequestRelay request;
  private final ResponseRelay response;
  private @Nullable App app;
  private @Nullable LoadMeter meter;
  private @Nullable ReplicaConnection replica;
  private @Nullable Tunnel tunnel;
  private Timeouts timeouts = Timeouts.DEFAULT;
  private int retries;
  private long startedAt;

  /** First digit of the status that the client got; 0 before it got one. */
  private int statusClass;

  private boolean awaitsContinue;

  Exchange(ClientConnection client, Proxy proxy) {
    this.client = client;
    this.proxy = proxy;
    worker = proxy.worker;
    placement = new Placement(this, proxy);
    request = new RequestRelay(worker.limits());
    response = new ResponseRelay(client);
  }

  /** Takes a request; the head is valid during the call. */
  void begin(RequestHead head) {
    response.begin(head);
    App app = proxy.apps.find(head);
    if (app == null) {
      proxy.recorder.record(RequestRecorder.NO_APP, 4, 0);
      client.answer(NO_APP, head.keepAlive() && !head.hasBody(), response.method());
      return;
    }
    AppRoute route = app.route();
    timeouts = route.timeouts();
    meter = client.countFor(app);
    this.app = app;
    startedAt = worker.nanoTime();
    statusClass = 0;
    meter.begin(startedAt);
    retries = 0;
    awaitsContinue = head.expectsContinue();
    request.begin(head, client.rewrite(head, RequestRelay.mayUpgrade(head)));
    placement.begin(app, client.hash(head, route.policy() == AppRoute.Policy.IP_HASH));
  }

  /** The request waits in the queue. */
  void waits(Duration timeout) {
    client.deadline(timeout);
  }

  /** A connection is being opened, which has a time-out of its own. */
  void connects() {
    client.clearDeadline();
  }

  /** Sends the request, or sends it again. */
  void relay(ReplicaConnection replica) {
    this.replica = replica;
    replica.begin(this);
    request.attach(replica);
    progress();
    client.resumeInput();
  }

  /** Whether bytes of the client have somewhere to go. */
  boolean takesInput() {
    return tunnel != null || request.wantsBody();
  }

  boolean isTunnel() {
    return tunnel != null;
  }

  /** Whether the replica is so slow that the client has to be slowed down. */
  boolean isReplicaBlocked() {
    return replica != null && !replica.isWritable();
  }

  /** Passes bytes of the client on; what does not belong to the request stays. */
  void input(ByteBuf in) {
    if (tunnel != null) {
      tunnel.fromClient(in);
    } else if (request.read(in) == Progress.REFUSED) {
      giveUp(request.refusal());
      return;
    }
    progress();
  }

  /** The client takes bytes again. */
  void clientWritable() {
    if (replica != null) {
      progress();
      replica.setReading(true);
    }
  }

  /** The client sends nothing more; returns whether the exchange goes on nevertheless. */
  boolean clientInputEnded() {
    if (tunnel != null) {
      tunnel.clientInputEnded();
      return true;
    }
    return request.isComplete() && !placement.isQueued();
  }

  @Override
  public Method method() {
    return response.method();
  }

  @Override
  public boolean keepsChunks() {
    return response.keepsChunks();
  }

  @Override
  public boolean isRequestComplete() {
    return request.isComplete();
  }

  @Override
  public void interim(ResponseHead head) {
    progress();
    awaitsContinue = false;
    response.interim(head);
  }

  @Override
  public void switched(ResponseHead head) {
    ReplicaConnection replica = this.replica;
    if (replica == null || !request.offered(head)) {
      abandonReplica();
      lost(Loss.INVALID);
      return;
    }
    request.dropReplay();
    response.switched(head);
    statusClass = 1;
    replica.endpoint().tunnels(1);
    tunnel = new Tunnel(client, replica, request.offersWebSocket());
    progress();
    client.resumeInput();
  }

  @Override
  public void head(ResponseHead head, int following) {
    progress();
    request.dropReplay();
    if (awaitsContinue && !request.isComplete()) {
      // RFC 9110 section 10.1.1: nobody knows whether the client is going to send the body.
      response.closeAfterwards();
    }
    response.head(head, following);
    statusClass = head.status() / 100;
  }

  @Override
  public void body(ByteBuf bytes) {
    progress();
    if (tunnel != null) {
      tunnel.fromReplica(bytes);
    } else {
      response.body(bytes);
    }
    if (replica != null && !client.isWritable()) {
      replica.setReading(false);
      progress();
    }
  }

  @Override
  public void replicaWritable() {
    progress();
    client.resumeInput();
  }

  @Override
  public void tunnelInputEnded() {
    if (tunnel != null) {
      tunnel.replicaInputEnded();
    }
  }

  @Override
  public void complete() {
    response.end();
    boolean reusable = response.keepAlive() && request.isComplete();
    replica = null;
    end();
    client.exchangeEnded(reusable);
  }

  @Override
  public void lost(Loss loss) {
    replica = null;
    UpstreamEndpoint endpoint = placement.endpoint();
    if (endpoint != null && tunnel == null) {
      endpoint.failed();
    }
    if (tunnel != null) {
      end();
      client.exchangeEnded(false);
    } else if (response.isStarted()) {
      end();
      client.cut();
    } else if (app != null && mayRetry(loss)) {
      retries++;
      proxy.recorder.retried(app.name());
      request.detach();
      placement.beginAgain();
    } else {
      fail(loss == Loss.UNREACHABLE ? UNREACHABLE : BAD_GATEWAY);
    }
  }

  private boolean mayRetry(Loss loss) {
    return retries < MAX_RETRIES
        && switch (loss) {
          case UNREACHABLE -> true;
          case CLOSED -> request.isReplayable();
          case INVALID -> false;
        };
  }

  /** The queue was full, or the app is gone. */
  void refusedByQueue(String reason) {
    if (meter != null) {
      meter.refused();
    }
    fail(new Refusal(503, reason));
  }

  /** Nothing moved for as long as whoever is to blame may take. */
  void timedOut() {
    if (placement.isQueued()) {
      if (meter != null) {
        meter.refused();
      }
      fail(QUEUE_TIMEOUT);
    } else if (outputMoved()) {
      progress();
    } else if (clientOwesBody()) {
      giveUp(BODY_TIMEOUT);
    } else {
      UpstreamEndpoint endpoint = placement.endpoint();
      if (endpoint != null && tunnel == null && client.isWritable()) {
        endpoint.failed();
      }
      giveUp(REPLICA_TIMEOUT);
    }
  }

  /** Whether a peer that is slow to take bytes took some since the last look. */
  private boolean outputMoved() {
    boolean toClient = !client.isWritable() && client.isSending();
    boolean toReplica = replica != null && !replica.isWritable() && replica.isSending();
    return toClient || toReplica;
  }

  private boolean clientOwesBody() {
    return !response.isStarted()
        && !request.isComplete()
        && !isReplicaBlocked()
        && !(awaitsContinue && !request.bodySent());
  }

  /** The balancer is going to close: ends the exchange in words if it can. */
  void drainEnds() {
    if (tunnel != null) {
      tunnel.closeCleanly();
    } else {
      giveUp(CLOSING);
    }
  }

  /** The client is gone. */
  void abort() {
    if (tunnel != null && replica != null) {
      replica.finish();
      replica = null;
    }
    abandonReplica();
    end();
  }

  /** Answers for the replica if the client got nothing yet, else cuts what it got. */
  private void giveUp(Refusal refusal) {
    abandonReplica();
    if (response.isStarted()) {
      end();
      client.cut();
    } else {
      fail(refusal);
    }
  }

  private void fail(Refusal refusal) {
    boolean keepAlive = response.keepAlive() && request.isComplete();
    Method method = response.method();
    statusClass = refusal.status() / 100;
    end();
    client.answer(refusal, keepAlive, method);
  }

  private void abandonReplica() {
    ReplicaConnection replica = this.replica;
    this.replica = null;
    if (replica != null) {
      replica.abandon();
    }
  }

  /** Gives back all that the request holds. */
  private void end() {
    if (tunnel != null) {
      tunnel.endpoint().tunnels(-1);
      tunnel = null;
    }
    placement.release();
    request.end();
    response.dropHeld();
    if (app != null && meter != null) {
      long now = worker.nanoTime();
      meter.end(now);
      if (statusClass > 0) {
        proxy.recorder.record(app.name(), statusClass, now - startedAt);
      }
    }
    app = null;
    meter = null;
  }

  /** Puts off the time-out: something moved. */
  private void progress() {
    if (tunnel != null) {
      client.deadline(timeouts.tunnel());
    } else if (client.isWritable() && !isReplicaBlocked()) {
      client.deadline(timeouts.read());
    } else {
      client.deadline(timeouts.send());
    }
  }
}
