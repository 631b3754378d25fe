package io.scaledapp.balancer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.Context;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A real gRPC server with a method of each kind, whose messages are bytes. */
final class GrpcServer implements AutoCloseable {
  static final int MAX_MESSAGE = 64 << 20;
  static final int COPIES = 5;

  static final Metadata.Key<String> DETAIL =
      Metadata.Key.of("x-detail", Metadata.ASCII_STRING_MARSHALLER);

  /** Answers with the request. */
  static final MethodDescriptor<byte[], byte[]> ECHO = method("Echo", MethodType.UNARY);

  /** Answers with the request several times. */
  static final MethodDescriptor<byte[], byte[]> COPY = method("Copy", MethodType.SERVER_STREAMING);

  /** Answers with all requests in one. */
  static final MethodDescriptor<byte[], byte[]> JOIN = method("Join", MethodType.CLIENT_STREAMING);

  /** Answers each request with itself. */
  static final MethodDescriptor<byte[], byte[]> TALK = method("Talk", MethodType.BIDI_STREAMING);

  /** Fails, with the request as the description. */
  static final MethodDescriptor<byte[], byte[]> FAIL = method("Fail", MethodType.UNARY);

  /** Answers with the request, and then fails with INTERNAL. */
  static final MethodDescriptor<byte[], byte[]> BREAK =
      method("Break", MethodType.SERVER_STREAMING);

  /** What gRPC's health checking protocol asks, with messages as protobuf has them. */
  private static final MethodDescriptor<byte[], byte[]> CHECK =
      method("grpc.health.v1.Health", "Check", MethodType.UNARY);

  /** Never answers. */
  static final MethodDescriptor<byte[], byte[]> HANG = method("Hang", MethodType.UNARY);

  /** What the calls of {@link #HANG} came to: "begun" with the deadline, and "cancelled". */
  final BlockingQueue<String> hanging = new LinkedBlockingQueue<>();

  final AtomicInteger calls = new AtomicInteger();

  /** The requests for its health. */
  final BlockingQueue<byte[]> checks = new LinkedBlockingQueue<>();

  /** A ServingStatus; below 0 the check fails with NOT_FOUND. */
  final AtomicInteger health = new AtomicInteger(1);

  private final Server server;

  GrpcServer() {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try {
      server =
          OkHttpServerBuilder.forPort(address, InsecureServerCredentials.create())
              .executor(Executors.newVirtualThreadPerTaskExecutor())
              .maxInboundMessageSize(MAX_MESSAGE)
              .addService(service())
              .addService(
                  ServerServiceDefinition.builder("grpc.health.v1.Health")
                      .addMethod(CHECK, ServerCalls.asyncUnaryCall(this::check))
                      .build())
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getPort();
  }

  /** Says goodbye on each connection, and serves the calls that there are. */
  void leave() {
    server.shutdown();
  }

  boolean isGone() throws InterruptedException {
    return server.awaitTermination(10, TimeUnit.SECONDS);
  }

  private static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
    return method("test.Bytes", name, type);
  }

  private static MethodDescriptor<byte[], byte[]> method(
      String service, String name, MethodType type) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setFullMethodName(service + "/" + name)
        .setType(type)
        .setRequestMarshaller(new Bytes())
        .setResponseMarshaller(new Bytes())
        .build();
  }

  private ServerServiceDefinition service() {
    return ServerServiceDefinition.builder("test.Bytes")
        .addMethod(ECHO, ServerCalls.asyncUnaryCall(this::echo))
        .addMethod(COPY, ServerCalls.asyncServerStreamingCall(GrpcServer::copy))
        .addMethod(JOIN, ServerCalls.asyncClientStreamingCall(GrpcServer::join))
        .addMethod(TALK, ServerCalls.asyncBidiStreamingCall(GrpcServer::talk))
        .addMethod(FAIL, ServerCalls.asyncUnaryCall(GrpcServer::fail))
        .addMethod(BREAK, ServerCalls.asyncServerStreamingCall(GrpcServer::breakOff))
        .addMethod(HANG, ServerCalls.asyncUnaryCall(this::hang))
        .build();
  }

  private void check(byte[] request, StreamObserver<byte[]> responses) {
    checks.add(request);
    int status = health.get();
    if (status < 0) {
      responses.onError(Status.NOT_FOUND.asRuntimeException());
    } else {
      responses.onNext(new byte[] {8, (byte) status});
      responses.onCompleted();
    }
  }

  private void echo(byte[] request, StreamObserver<byte[]> responses) {
    calls.incrementAndGet();
    responses.onNext(request);
    responses.onCompleted();
  }

  private static void copy(byte[] request, StreamObserver<byte[]> responses) {
    for (int i = 0; i < COPIES; i++) {
      responses.onNext(request);
    }
    responses.onCompleted();
  }

  private static StreamObserver<byte[]> join(StreamObserver<byte[]> responses) {
    var all = new ByteArrayOutputStream();
    return new StreamObserver<>() {
      @Override
      public void onNext(byte[] request) {
        all.writeBytes(request);
      }

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onCompleted() {
        responses.onNext(all.toByteArray());
        responses.onCompleted();
      }
    };
  }

  private static StreamObserver<byte[]> talk(StreamObserver<byte[]> responses) {
    return new StreamObserver<>() {
      @Override
      public void onNext(byte[] request) {
        responses.onNext(request);
      }

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onCompleted() {
        responses.onCompleted();
      }
    };
  }

  private static void fail(byte[] request, StreamObserver<byte[]> responses) {
    var trailers = new Metadata();
    trailers.put(DETAIL, "told");
    var status = Status.FAILED_PRECONDITION.withDescription(new String(request, UTF_8));
    responses.onError(status.asRuntimeException(trailers));
  }

  private static void breakOff(byte[] request, StreamObserver<byte[]> responses) {
    responses.onNext(request);
    responses.onError(Status.INTERNAL.asRuntimeException());
  }

  private void hang(byte[] request, StreamObserver<byte[]> responses) {
    var call = (ServerCallStreamObserver<byte[]>) responses;
    call.setOnCancelHandler(() -> hanging.add("cancelled"));
    hanging.add(Context.current().getDeadline() == null ? "begun" : "begun with a deadline");
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
