package io.scaledapp.balancer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.AppRoute.Protocol;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.Revision;
import io.scaledapp.balancer.control.RevisionSplit;
import io.scaledapp.balancer.control.Timeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A gRPC client and a gRPC server that others wrote, with the balancer between them. */
class GrpcTest {
  private static final byte[] HELLO = "hello".getBytes(UTF_8);
  private static final QueueLimits NO_QUEUE = new QueueLimits(0, Duration.ofSeconds(1));

  private final List<ManagedChannel> channels = new ArrayList<>();

  /** What came of a call that streams. */
  private static final class Answers implements StreamObserver<byte[]> {
    final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
    final CompletableFuture<Status> end = new CompletableFuture<>();

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

    byte[] next() throws InterruptedException {
      byte[] next = messages.poll(10, TimeUnit.SECONDS);
      assertThat(next).isNotNull();
      return next;
    }

    Status.Code end() throws Exception {
      return end.get(10, TimeUnit.SECONDS).getCode();
    }
  }

  @AfterEach
  void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }

  private ManagedChannel channel(Fixture fixture) {
    var channel =
        OkHttpChannelBuilder.forAddress("127.0.0.1", fixture.balancer.port())
            .usePlaintext()
            .maxInboundMessageSize(GrpcServer.MAX_MESSAGE)
            .build();
    channels.add(channel);
    return channel;
  }

  private static AppRoute app(QueueLimits queue, Timeouts timeouts, GrpcServer... servers) {
    var endpoints =
        Stream.of(servers)
            .map(server -> Tables.endpoint(server.port(), Endpoint.State.READY))
            .toList();
    return Tables.app(0, queue, timeouts, endpoints).withProtocol(Protocol.HTTP2);
  }

  private static Fixture fixture(GrpcServer... servers) {
    return new Fixture(options -> options, app(QueueLimits.DEFAULT, Timeouts.DEFAULT, servers));
  }

  private static byte[] call(
      ManagedChannel channel, MethodDescriptor<byte[], byte[]> method, byte[] request) {
    var options = CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
    return ClientCalls.blockingUnaryCall(channel, method, options, request);
  }

  private static StatusRuntimeException failure(
      ManagedChannel channel, MethodDescriptor<byte[], byte[]> method) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> call(channel, method, HELLO));
  }

  @Test
  void unaryCallsShareOneConnection() {
    try (var server = new GrpcServer();
        var fixture = fixture(server)) {
      var channel = channel(fixture);
      for (int i = 0; i < 50; i++) {
        assertThat(call(channel, GrpcServer.ECHO, HELLO)).isEqualTo(HELLO);
      }
      assertThat(fixture.load().requests()).isEqualTo(50);
      assertThat(fixture.balancer.clientConnections()).isEqualTo(1);
      Await.until("nothing is in flight", () -> fixture.load().concurrency() == 0);
    }
  }

  private static AppRoute onTrial(GrpcServer server) {
    var route = app(QueueLimits.DEFAULT, Timeouts.DEFAULT, server);
    var endpoint = route.endpoints().getFirst().of(new Revision(2));
    var split = route.traffic().withRevisionSplit(new RevisionSplit(2, 50));
    return route.with(route.policy(), split).with(route.queue(), List.of(endpoint));
  }

  @Test
  void callThatFailsBehindItsMessagesIsAnErrorOfItsRevision() {
    try (var server = new GrpcServer();
        var fixture = new Fixture(options -> options, onTrial(server))) {
      var answers =
          ClientCalls.blockingServerStreamingCall(
              channel(fixture), GrpcServer.BREAK, CallOptions.DEFAULT, HELLO);
      assertThat(answers.next()).isEqualTo(HELLO);
      var failure = catchThrowableOfType(StatusRuntimeException.class, answers::hasNext);
      assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
      var load = requireNonNull(fixture.load().byRevision()).revisions().getLast();
      assertThat(load.requests()).isEqualTo(1);
      assertThat(load.errors()).isEqualTo(1);
    }
  }

  @Test
  void callsAreCountedByRevisionWhileOneIsOnTrial() {
    try (var server = new GrpcServer()) {
      try (var fixture = new Fixture(options -> options, onTrial(server))) {
        for (int i = 0; i < 10; i++) {
          assertThat(call(channel(fixture), GrpcServer.ECHO, HELLO)).isEqualTo(HELLO);
        }
        var load = requireNonNull(fixture.load().byRevision()).revisions().getLast();
        assertThat(load.revision()).isEqualTo(2);
        assertThat(load.requests()).isEqualTo(10);
        assertThat(load.errors()).isZero();
        assertThat(load.latency().stream().mapToLong(Long::longValue).sum()).isEqualTo(10);
      }
    }
  }

  @Test
  void serverStreams() {
    try (var server = new GrpcServer();
        var fixture = fixture(server)) {
      var answers =
          ClientCalls.blockingServerStreamingCall(
              channel(fixture), GrpcServer.COPY, CallOptions.DEFAULT, HELLO);
      assertThat(answers)
          .toIterable()
          .hasSize(GrpcServer.COPIES)
          .allSatisfy(answer -> assertThat(answer).isEqualTo(HELLO));
    }
  }

  @Test
  void clientStreams() throws Exception {
    try (var server = new GrpcServer();
        var fixture = fixture(server)) {
      var answers = new Answers();
      var requests =
          ClientCalls.asyncClientStreamingCall(
              channel(fixture).newCall(GrpcServer.JOIN, CallOptions.DEFAULT), answers);
      for (int i = 0; i < 3; i++) {
        requests.onNext(HELLO);
      }
      requests.onCompleted();
      assertThat(new String(answers.next(), UTF_8)).isEqualTo("hellohellohello");
      assertThat(answers.end()).isEqualTo(Status.Code.OK);
    }
  }

  @Test
  void bothStreamByTurns() throws Exception {
    try (var server = new GrpcServer();
        var fixture = fixture(server)) {
      var answers = new Answers();
      var requests = talk(fixture, answers);
      for (int i = 0; i < 10; i++) {
        requests.onNext(new byte[] {(byte) i});
        assertThat(answers.next()).containsExactly(i);
      }
      assertThat(fixture.load().concurrency()).isEqualTo(1);
      requests.onCompleted();
      assertThat(answers.end()).isEqualTo(Status.Code.OK);
    }
  }

  private StreamObserver<byte[]> talk(Fixture fixture, Answers answers) {
    return ClientCalls.asyncBidiStreamingCall(
        channel(fixture).newCall(GrpcServer.TALK, CallOptions.DEFAULT), answers);
  }

  @Test
  void statusWithoutAMessageComesWithItsTrailers() {
    try (var server = new GrpcServer();
        var fixture = fixture(server)) {
      var failure = failure(channel(fixture), GrpcServer.FAIL);
      assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
      assertThat(failure.getStatus().getDescription()).isEqualTo("hello");
      assertThat(failure.getTrailers()).isNotNull();
      assertThat(failure.getTrailers().get(GrpcServer.DETAIL)).isEqualTo("told");
      assertThat(fixture.load().endpoints().getFirst().failures()).isZero();
    }
  }

  @Test
  void deadlineReachesTheServerAndEndsTheCall() throws Exception {
    try (var server = new GrpcServer();
        var fixture = fixture(server)) {
      var channel = channel(fixture);
      call(channel, GrpcServer.ECHO, HELLO);
      for (int i = 0; i < 5; i++) {
        var options = CallOptions.DEFAULT.withDeadlineAfter(200, TimeUnit.MILLISECONDS);
        var failure =
            catchThrowableOfType(
                StatusRuntimeException.class,
                () -> ClientCalls.blockingUnaryCall(channel, GrpcServer.HANG, options, HELLO));
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(server.hanging.poll(10, TimeUnit.SECONDS)).isEqualTo("begun with a deadline");
        assertThat(server.hanging.poll(10, TimeUnit.SECONDS)).isEqualTo("cancelled");
      }
      Await.until("nothing is in flight", () -> fixture.load().concurrency() == 0);
    }
  }

  @Test
  void cancelReachesTheServer() throws Exception {
    try (var server = new GrpcServer();
        var fixture = fixture(server)) {
      var call = channel(fixture).newCall(GrpcServer.HANG, CallOptions.DEFAULT);
      var answer = ClientCalls.futureUnaryCall(call, HELLO);
      assertThat(server.hanging.poll(10, TimeUnit.SECONDS)).isEqualTo("begun");
      answer.cancel(true);
      assertThat(server.hanging.poll(10, TimeUnit.SECONDS)).isEqualTo("cancelled");
      Await.until("nothing is in flight", () -> fixture.load().concurrency() == 0);
    }
  }

  @Test
  void bigMessagesPassBothWays() {
    byte[] big = new byte[20 << 20];
    new Random(1).nextBytes(big);
    try (var server = new GrpcServer();
        var fixture = fixture(server)) {
      var channel = channel(fixture);
      assertThat(call(channel, GrpcServer.ECHO, big)).isEqualTo(big);
      assertThat(call(channel, GrpcServer.ECHO, HELLO)).isEqualTo(HELLO);
    }
  }

  @Test
  void manyCallsAtOncePassOverFewConnections() throws Exception {
    try (var server = new GrpcServer();
        var fixture = fixture(server)) {
      var channel = channel(fixture);
      var answers = new ArrayList<Future<byte[]>>();
      for (int i = 0; i < 500; i++) {
        var call = channel.newCall(GrpcServer.ECHO, CallOptions.DEFAULT);
        answers.add(ClientCalls.futureUnaryCall(call, new byte[] {(byte) i}));
      }
      for (int i = 0; i < 500; i++) {
        assertThat(answers.get(i).get(20, TimeUnit.SECONDS)).containsExactly((byte) i);
      }
    }
  }

  @Test
  void serverThatLeavesFailsNoCall() throws Exception {
    try (var leaving = new GrpcServer();
        var staying = new GrpcServer();
        var fixture = fixture(leaving, staying)) {
      var channel = channel(fixture);
      var stop = new AtomicBoolean();
      var prober =
          CompletableFuture.supplyAsync(
              () -> {
                int calls = 0;
                while (!stop.get()) {
                  call(channel, GrpcServer.ECHO, HELLO);
                  calls++;
                }
                return calls;
              });
      var streams = new ArrayList<Answers>();
      var requests = new ArrayList<StreamObserver<byte[]>>();
      for (int i = 0; i < 4; i++) {
        var answers = new Answers();
        streams.add(answers);
        requests.add(talk(fixture, answers));
        requests.get(i).onNext(HELLO);
        answers.next();
      }
      Await.until("both serve", () -> leaving.calls.get() > 10 && staying.calls.get() > 10);
      leaving.leave();
      int before = staying.calls.get();
      Await.until("the other one serves", () -> staying.calls.get() > before + 100);
      for (int i = 0; i < 4; i++) {
        requests.get(i).onNext(HELLO);
        assertThat(streams.get(i).next()).isEqualTo(HELLO);
        requests.get(i).onCompleted();
        assertThat(streams.get(i).end()).isEqualTo(Status.Code.OK);
      }
      assertThat(leaving.isGone()).isTrue();
      stop.set(true);
      assertThat(prober.get(20, TimeUnit.SECONDS)).isPositive();
    }
  }

  @Test
  void balancerThatClosesLetsCallsEnd() throws Exception {
    try (var server = new GrpcServer();
        var fixture = fixture(server)) {
      var answers = new Answers();
      var requests = talk(fixture, answers);
      requests.onNext(HELLO);
      answers.next();
      var closed = CompletableFuture.runAsync(() -> fixture.balancer.close(Duration.ofSeconds(10)));
      Await.until("the port is closed", () -> isRefused(fixture.balancer.port()));
      requests.onNext(HELLO);
      assertThat(answers.next()).isEqualTo(HELLO);
      requests.onCompleted();
      assertThat(answers.end()).isEqualTo(Status.Code.OK);
      closed.get(10, TimeUnit.SECONDS);
    }
  }

  private static boolean isRefused(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !socket.isConnected();
    } catch (IOException e) {
      return true;
    }
  }

  /** Neither the pace of bodies nor the read time-out holds while both may speak. */
  @Test
  void streamThatIsSilentForLongerThanTheReadTimeoutGoesOn() throws Exception {
    var timeouts =
        new Timeouts(
            Duration.ofSeconds(5),
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            Duration.ofHours(1));
    try (var server = new GrpcServer();
        var fixture = new Fixture(options -> options, app(QueueLimits.DEFAULT, timeouts, server))) {
      var answers = new Answers();
      var requests = talk(fixture, answers);
      for (int i = 0; i < 3; i++) {
        // Longer than the time-out and two ticks of the wheel: this is what is tested.
        LockSupport.parkNanos(Duration.ofMillis(400).toNanos());
        requests.onNext(HELLO);
        assertThat(answers.next()).isEqualTo(HELLO);
      }
      LockSupport.parkNanos(Duration.ofMillis(400).toNanos());
      requests.onCompleted();
      assertThat(answers.end()).isEqualTo(Status.Code.OK);
    }
  }

  @Test
  void streamThatIsSilentForTheTunnelTimeoutIsEnded() throws Exception {
    var timeouts =
        new Timeouts(
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofMillis(200));
    try (var server = new GrpcServer();
        var fixture = new Fixture(options -> options, app(QueueLimits.DEFAULT, timeouts, server))) {
      var answers = new Answers();
      var requests = talk(fixture, answers);
      requests.onNext(HELLO);
      assertThat(answers.end()).isNotEqualTo(Status.Code.OK);
      assertThat(fixture.load().endpoints().getFirst().failures()).isZero();
    }
  }

  @Test
  void noReplicaIsUnavailable() {
    try (var fixture = new Fixture(options -> options, app(NO_QUEUE, Timeouts.DEFAULT))) {
      var failure = failure(channel(fixture), GrpcServer.ECHO);
      assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(failure.getStatus().getDescription())
          .isEqualTo("Too many requests wait for a replica.");
    }
  }

  @Test
  void replicaThatCannotBeReachedIsUnavailable() throws IOException {
    int port;
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    var endpoints = List.of(Tables.endpoint(port, Endpoint.State.READY));
    var app =
        Tables.app(0, QueueLimits.DEFAULT, Timeouts.DEFAULT, endpoints)
            .withProtocol(Protocol.HTTP2);
    try (var fixture = new Fixture(options -> options, app)) {
      var failure = failure(channel(fixture), GrpcServer.ECHO);
      assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(failure.getStatus().getDescription()).isEqualTo("The replica cannot be reached.");
    }
  }

  @Test
  void callThatNoAppAnswersIsUnimplemented() {
    try (var fixture = new Fixture(options -> options)) {
      var failure = failure(channel(fixture), GrpcServer.ECHO);
      assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    }
  }

  @Test
  void serverThatIsKilledIsUnavailableToACallThatItGot() throws Exception {
    try (var server = new GrpcServer();
        var fixture = fixture(server)) {
      var call = channel(fixture).newCall(GrpcServer.HANG, CallOptions.DEFAULT);
      var answers = new Answers();
      ClientCalls.asyncUnaryCall(call, HELLO, answers);
      assertThat(server.hanging.poll(10, TimeUnit.SECONDS)).isEqualTo("begun");
      server.close();
      assertThat(answers.end()).isIn(Status.Code.UNAVAILABLE, Status.Code.CANCELLED);
    }
  }
}
