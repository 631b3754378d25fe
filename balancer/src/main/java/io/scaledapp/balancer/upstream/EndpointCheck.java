package io.scaledapp.balancer.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.scaledapp.balancer.control.AppRoute.Protocol;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.HealthCheck;
import io.scaledapp.balancer.eventloop.Deadline;
import io.scaledapp.balancer.eventloop.Worker;
import io.scaledapp.balancer.http1.Method;
import io.scaledapp.balancer.http1.ResponseHead;
import io.scaledapp.balancer.http1.TrailerSection;
import io.scaledapp.balancer.tls.ReplicaTls.Inside;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The checks of one endpoint, one at a time and each on a connection of its own, so that they count
 * neither as load nor as failures. For one event loop.
 */
final class EndpointCheck extends Deadline implements ResponseHandler {
  /** Of the interval, how much a check may come sooner or later. */
  private static final double JITTER = 0.1;

  private final App app;
  private final UpstreamEndpoint endpoint;
  private final UpstreamEndpoint target;
  private final Worker worker;
  private final ReplicaConnector connector;
  private HealthCheck policy;
  private HealthState state = HealthState.UNKNOWN;
  private @Nullable Upstream connection;

  /** Null where the check is no call of gRPC. */
  private @Nullable GrpcHealthAnswer answer;

  private boolean isRunning;

  /** Tells the outcome of a check from that of one that is over. */
  private int checkId;

  EndpointCheck(
      App app,
      UpstreamEndpoint endpoint,
      HealthCheck policy,
      Worker worker,
      ReplicaConnector connector) {
    this.app = app;
    this.endpoint = endpoint;
    this.policy = policy;
    this.worker = worker;
    this.connector = connector;
    target =
        new UpstreamEndpoint(
            new Endpoint(endpoint.id(), endpoint.host(), endpoint.port(), 1, Endpoint.State.READY),
            worker.index() + 1,
            (failed, consecutiveFailures) -> {});
    // Spread, since all endpoints of a table begin at once.
    waitFor(ThreadLocalRandom.current().nextDouble(JITTER));
  }

  /** The next check is of this kind. */
  void follow(HealthCheck policy) {
    this.policy = policy;
  }

  /** There is no further check, and nothing that speaks against the endpoint. */
  void stop() {
    worker.wheel().remove(this);
    checkId++;
    abandon();
    app.healthy(endpoint, true);
  }

  @Override
  protected void expired() {
    if (isRunning) {
      finish(false);
    } else {
      begin();
    }
  }

  private void begin() {
    isRunning = true;
    int id = ++checkId;
    worker.wheel().set(this, worker.nanoTime(), policy.timeout().toNanos());
    if (target.change(app.route().transport())) {
      target.closeIdle(worker.index());
    }
    if (app.route().protocol() == Protocol.HTTP2) {
      connector.stream(target, policy.timeout(), (opened, failure) -> connected(id, opened));
    } else {
      connector.connect(
          target, inside(), policy.timeout(), (opened, failure) -> connected(id, opened));
    }
  }

  private Inside inside() {
    return app.route().protocol() == Protocol.TCP ? Inside.BYTES : Inside.HTTP_1_1;
  }

  private void connected(int id, @Nullable Upstream opened) {
    if (id != checkId) {
      if (opened != null) {
        opened.abandon();
      }
    } else if (opened == null) {
      finish(false);
    } else {
      connection = opened;
      ask(opened);
    }
  }

  private void ask(Upstream opened) {
    var grpc = policy.grpc();
    if (grpc != null && !(opened instanceof ReplicaConnection)) {
      answer = new GrpcHealthAnswer();
      opened.begin(this);
      opened.head(GrpcHealthRequest.head(authority(), policy.timeout()), false);
      opened.write(GrpcHealthRequest.message(grpc.service()));
      opened.endRequest();
    } else if (policy.path().isEmpty()) {
      finish(true);
    } else {
      opened.begin(this);
      opened.head(request(), true);
    }
  }

  private String authority() {
    var host = endpoint.host().contains(":") ? "[" + endpoint.host() + "]" : endpoint.host();
    return host + ":" + endpoint.port();
  }

  private ByteBuf request() {
    var text =
        "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: scaledapp\r\nConnection: close\r\n\r\n"
            .formatted(policy.path(), authority());
    return Unpooled.wrappedBuffer(text.getBytes(US_ASCII));
  }

  private void finish(boolean passed) {
    isRunning = false;
    checkId++;
    abandon();
    app.checked(passed);
    state = state.next(passed, policy);
    app.healthy(endpoint, state.healthy());
    waitFor(1 - JITTER + ThreadLocalRandom.current().nextDouble(2 * JITTER));
  }

  private void waitFor(double intervals) {
    long nanos = (long) (policy.interval().toNanos() * intervals);
    worker.wheel().set(this, worker.nanoTime(), nanos);
  }

  private void abandon() {
    var connection = this.connection;
    this.connection = null;
    answer = null;
    if (connection != null) {
      connection.abandon();
    }
  }

  @Override
  public Method method() {
    return answer == null ? Method.GET : Method.POST;
  }

  @Override
  public boolean keepsChunks() {
    return false;
  }

  @Override
  public boolean isRequestComplete() {
    return true;
  }

  @Override
  public void interim(ResponseHead head) {}

  @Override
  public void switched(ResponseHead head, ReplicaConnection switched) {
    finish(false);
  }

  @Override
  public void head(ResponseHead head, int following) {
    if (answer == null) {
      finish(head.status() < 400);
    } else if (head.status() == 200) {
      answer.fields(head);
    } else {
      finish(false);
    }
  }

  @Override
  public void body(ByteBuf bytes) {
    if (answer != null) {
      answer.body(bytes);
    }
    bytes.release();
  }

  @Override
  public void trailers(TrailerSection section) {
    if (answer != null) {
      answer.fields(section);
    }
  }

  @Override
  public void complete() {
    if (answer != null) {
      connection = null;
      finish(answer.isServing());
    }
  }

  @Override
  public void tunnelInputEnded() {}

  @Override
  public void lost(Loss loss) {
    connection = null;
    finish(false);
  }

  @Override
  public void replicaWritable() {}
}
