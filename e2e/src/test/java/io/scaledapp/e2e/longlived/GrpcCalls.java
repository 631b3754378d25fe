package io.scaledapp.e2e.longlived;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.stub.ClientCalls;
import io.scaledapp.e2e.Await;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** One unary call after another, none of which may fail. */
final class GrpcCalls implements Session {
  private static final CallOptions NO_RETRY = CallOptions.DEFAULT;
  private static final int LIMIT_SECONDS = 20;

  private final Channel channel;
  private final LongAdder answered;

  GrpcCalls(Channel channel, LongAdder answered) {
    this.channel = channel;
    this.answered = answered;
  }

  @Override
  public boolean goOn() {
    Await.pause(Duration.ofMillis(20));
    var options = NO_RETRY.withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS);
    ClientCalls.blockingUnaryCall(channel, Greeter.SAY_HELLO, options, Greeter.NOBODY);
    answered.increment();
    return true;
  }

  @Override
  public void close() {}
}
