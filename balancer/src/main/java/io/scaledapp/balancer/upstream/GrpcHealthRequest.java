package io.scaledapp.balancer.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;

/** A call that asks a server for its health ({@code grpc.health.v1.Health/Check}). */
final class GrpcHealthRequest {
  /** {@code string service = 1} (protobuf's encoding, "Message Structure"). */
  private static final int SERVICE_TAG = 1 << 3 | 2;

  private static final int MORE = 0x80;

  private GrpcHealthRequest() {}

  /**
   * The head, as HTTP/1.1 would have it.
   *
   * @param authority whom is asked
   * @param timeout after which nobody waits for the answer, at most 27 hours
   */
  static ByteBuf head(String authority, Duration timeout) {
    var text =
        "POST /grpc.health.v1.Health/Check HTTP/1.1\r\nHost: %s\r\nUser-Agent: scaledapp\r\n"
            + "Content-Type: application/grpc\r\nTE: trailers\r\ngrpc-timeout: %dm\r\n\r\n";
    return Unpooled.wrappedBuffer(text.formatted(authority, timeout.toMillis()).getBytes(US_ASCII));
  }

  /**
   * The message with the length before it.
   *
   * @param service empty for the server as a whole
   */
  static ByteBuf message(String service) {
    byte[] name = service.getBytes(UTF_8);
    var fields = Unpooled.buffer();
    if (name.length > 0) {
      fields.writeByte(SERVICE_TAG);
      varint(name.length, fields);
      fields.writeBytes(name);
    }
    var prefix = Unpooled.buffer().writeByte(0).writeInt(fields.readableBytes());
    return Unpooled.wrappedBuffer(prefix, fields);
  }

  private static void varint(int value, ByteBuf out) {
    int rest = value;
    while (rest >= MORE) {
      out.writeByte(rest | MORE);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }
}
