package io.scaledapp.balancer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.AppRoute.Protocol;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.EndpointLoad;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.Timeouts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** gRPC calls on a replica that is to go. */
@ExtendWith(LeakCheck.class)
class DrainedCallsTest {
  private static final byte[] HELLO = "hello".getBytes(UTF_8);
  private static final Duration TIME = Duration.ofSeconds(1);
  private static final String MESSAGE = "\0\0\0\0\5hello";
  private static final String CALL =
      "POST /test.Bytes/Talk HTTP/1.1\r\nHost: app\r\nContent-Type: application/grpc\r\n"
          + "TE: trailers\r\nContent-Length: 10\r\n\r\n"
          + MESSAGE;

  private static AppRoute app(Endpoint... endpoints) {
    return Tables.app(0, QueueLimits.DEFAULT, Timeouts.DEFAULT, List.of(endpoints))
        .withProtocol(Protocol.HTTP2);
  }

  private static Endpoint endpoint(GrpcServer server) {
    return Tables.endpoint(server.port(), Endpoint.State.READY);
  }

  private static Fixture fixture(Endpoint endpoint) {
    return new Fixture(options -> options, app(endpoint));
  }

  private static void drain(Fixture fixture, Endpoint from, Endpoint... to) {
    var endpoints = new Endpoint[to.length + 1];
    endpoints[0] = from.draining(TIME);
    System.arraycopy(to, 0, endpoints, 1, to.length);
    fixture.balancer.apply(Tables.of(app(endpoints)));
  }

  private static void assertEndedWell(Fixture fixture) {
    Await.until("the call ends", () -> fixture.load().concurrency() == 0);
    assertThat(fixture.load().endpoints()).extracting(EndpointLoad::failures).containsOnly(0L);
  }

  private static ManagedChannel channel(Fixture fixture) {
    return OkHttpChannelBuilder.forAddress("127.0.0.1", fixture.balancer.port())
        .usePlaintext()
        .build();
  }

  /** What came of a call that streams. */
  private record Answers(BlockingQueue<byte[]> messages, CompletableFuture<Status> end)
      implements StreamObserver<byte[]> {
    Answers() {
      this(new LinkedBlockingQueue<>(), new CompletableFuture<>());
    }

    @Override
    public void onNext(byte[] message) {
      messages.add(message);
    }

    @Override
    public void onError(Throwable failure) {
      end.complete(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
      end.complete(Status.OK);
    }
  }

  private static StreamObserver<byte[]> talk(ManagedChannel channel, Answers answers) {
    return ClientCalls.asyncBidiStreamingCall(
        channel.newCall(GrpcServer.TALK, CallOptions.DEFAULT), answers);
  }

  @Test
  void streamEndsAsUnavailableAndTheNextCallGoesElsewhere() throws Exception {
    try (var leaving = new GrpcServer();
        var staying = new GrpcServer();
        var fixture = fixture(endpoint(leaving))) {
      ManagedChannel channel = channel(fixture);
      try {
        var answers = new Answers();
        talk(channel, answers).onNext(HELLO);
        assertThat(answers.messages.poll(10, TimeUnit.SECONDS)).isEqualTo(HELLO);
        drain(fixture, endpoint(leaving), endpoint(staying));
        Status status = answers.end.get(10, TimeUnit.SECONDS);
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(status.getDescription()).contains("the replica is going to stop");
        assertEndedWell(fixture);
        byte[] answer =
            ClientCalls.blockingUnaryCall(channel, GrpcServer.ECHO, CallOptions.DEFAULT, HELLO);
        assertThat(answer).isEqualTo(HELLO);
        assertThat(staying.calls).hasValue(1);
      } finally {
        channel.shutdownNow();
      }
    }
  }

  @Test
  void callWithoutAnAnswerHasTheWholeDrain() throws Exception {
    try (var server = new GrpcServer();
        var fixture = fixture(endpoint(server))) {
      ManagedChannel channel = channel(fixture);
      try {
        var answers = new Answers();
        var requests =
            ClientCalls.asyncClientStreamingCall(
                channel.newCall(GrpcServer.JOIN, CallOptions.DEFAULT), answers);
        requests.onNext(HELLO);
        Await.until("the call is there", () -> fixture.load().concurrency() == 1);
        drain(fixture, endpoint(server));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1_200));
        requests.onCompleted();
        assertThat(answers.end.get(10, TimeUnit.SECONDS)).isEqualTo(Status.OK);
        assertThat(answers.messages.poll()).isEqualTo(HELLO);
      } finally {
        channel.shutdownNow();
      }
    }
  }

  /** Sends messages for ever, in pieces that end with none of them. */
  private static Replica talking() {
    return Replica.start(
        connection -> {
          var peer = FramePeer.replica(connection);
          int stream = peer.request();
          peer.headers(stream, false, ":status", "200", "content-type", "application/grpc+proto");
          var reader = Thread.ofVirtual().start(() -> peer.readUntil(FramePeer.RST_STREAM));
          String twice = MESSAGE + MESSAGE;
          for (int at = 0; reader.isAlive(); at = (at + 7) % MESSAGE.length()) {
            peer.data(stream, false, twice.substring(at, at + 7));
            LockSupport.parkNanos(1_000_000);
          }
        });
  }

  @Test
  void http2ClientGetsWholeMessagesAndTrailers() {
    try (var replica = talking();
        var fixture = fixture(Tables.endpoint(replica));
        var client = new FramePeer(fixture.balancer.port())) {
      client
          .request(1, true, "POST", "/test.Bytes/Talk", "content-type", "application/grpc+proto")
          .readUntil(FramePeer.HEADERS);
      drain(fixture, Tables.endpoint(replica));
      var response = client.response(1);
      assertThat(response.body().replace(MESSAGE, "")).isEmpty();
      assertThat(response.fields.getLast())
          .contains("grpc-status: 14")
          .anyMatch(field -> field.startsWith("grpc-message: the replica"));
      assertThat(response.resetCode).isEqualTo(-1);
      assertEndedWell(fixture);
    }
  }

  @Test
  void http11ClientGetsWholeMessagesAndTrailersBehindTheLastChunk() {
    try (var replica = talking();
        var fixture = fixture(Tables.endpoint(replica))) {
      var client = fixture.client().send(CALL.replace("TE: trailers", "Connection: close"));
      client.readHead();
      drain(fixture, Tables.endpoint(replica));
      String all = client.readAll();
      int end = all.indexOf("\r\n0\r\n") + 2;
      assertThat(all.substring(end)).startsWith("0\r\ngrpc-status: 14\r\ngrpc-message: ");
      String messages = all.substring(0, end).replaceAll("[0-9a-f]+\r\n([^\r]+)\r\n", "$1");
      assertThat(messages.replace(MESSAGE, "")).isEmpty();
      assertEndedWell(fixture);
    }
  }

  @Test
  void messageThatDoesNotEndIsEndedBeforeItsReplica() {
    try (var replica =
            Replica.start(
                connection -> {
                  var peer = FramePeer.replica(connection);
                  int stream = peer.request();
                  peer.headers(stream, false, ":status", "200", "content-type", "application/grpc");
                  peer.data(stream, false, MESSAGE + "\0\0\0");
                  peer.readUntil(FramePeer.RST_STREAM);
                });
        var fixture = fixture(Tables.endpoint(replica));
        var client = new FramePeer(fixture.balancer.port())) {
      client
          .request(1, true, "POST", "/test.Bytes/Talk", "content-type", "application/grpc")
          .readUntil(FramePeer.HEADERS);
      drain(fixture, Tables.endpoint(replica));
      assertThat(client.response(1).fields.getLast()).contains("grpc-status: 14");
      assertEndedWell(fixture);
    }
  }
}
