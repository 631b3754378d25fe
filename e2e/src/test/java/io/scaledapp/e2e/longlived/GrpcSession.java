package io.scaledapp.e2e.longlived;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/** A gRPC call whose server streams. It ends with UNAVAILABLE, which clients try again. */
final class GrpcSession implements Session {
  private static final int LONGEST_SECONDS = 120;

  private final Context.CancellableContext context = Context.current().withCancellation();
  private final Iterator<byte[]> ticks;

  GrpcSession(Channel channel) throws Exception {
    var options = CallOptions.DEFAULT.withDeadlineAfter(LONGEST_SECONDS, TimeUnit.SECONDS);
    ticks =
        context.call(
            () ->
                ClientCalls.blockingServerStreamingCall(
                    channel, Greeter.TICKS, options, Greeter.EVERY_100_MS));
  }

  @Override
  public boolean goOn() throws IOException {
    try {
      if (!ticks.hasNext()) {
        throw new IOException("the server ended what has no end");
      }
      ticks.next();
      return true;
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.UNAVAILABLE) {
        throw e;
      }
      return false;
    }
  }

  @Override
  public void close() {
    context.cancel(null);
  }
}
