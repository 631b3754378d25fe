package io.scaledapp.balancer.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.scaledapp.balancer.http1.MessageHead;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a gRPC client is told in place of a status of HTTP. */
final class GrpcStatus {
  private static final int UNKNOWN = 2;
  private static final int PERMISSION_DENIED = 7;
  private static final int RESOURCE_EXHAUSTED = 8;
  private static final int UNIMPLEMENTED = 12;
  private static final int INTERNAL = 13;
  private static final int UNAVAILABLE = 14;
  private static final int UNAUTHENTICATED = 16;

  /** UNKNOWN, INTERNAL, UNAVAILABLE and DATA_LOSS. */
  private static final Set<String> SERVER_ERRORS = Set.of("2", "13", "14", "15");

  private static final byte[] REPLICA_LEAVES =
      ("grpc-status: "
              + UNAVAILABLE
              + "\r\ngrpc-message: the replica is going to stop, call again\r\n\r\n")
          .getBytes(US_ASCII);

  private GrpcStatus() {}

  /** The trailers of a call that the balancer ends before its replica goes. */
  static ByteBuf replicaLeaves() {
    return Unpooled.wrappedBuffer(REPLICA_LEAVES);
  }

  /** The code that a gRPC client makes of a status of HTTP (http-grpc-status-mapping.md). */
  static int of(int httpStatus) {
    return switch (httpStatus) {
      case 400 -> INTERNAL;
      case 401 -> UNAUTHENTICATED;
      case 403 -> PERMISSION_DENIED;
      case 404 -> UNIMPLEMENTED;
      // Of which the mapping knows nothing; gRPC itself calls a large message so.
      case 413, 431 -> RESOURCE_EXHAUSTED;
      case 429, 502, 503, 504 -> UNAVAILABLE;
      default -> UNKNOWN;
    };
  }

  /** The status that ends a call, in its trailers or in a head without a message; null if none. */
  static @Nullable String find(MessageHead fields) {
    int field = fields.find("grpc-status");
    return field < 0 ? null : fields.value(field);
  }

  /** Whether a status says that the server failed, and not that the call was wrong or too slow. */
  static boolean isServerError(@Nullable String status) {
    return status != null && SERVER_ERRORS.contains(status);
  }

  /**
   * Appends a head with the status and no body, without its end ("Trailers-Only" in gRPC over
   * HTTP2).
   *
   * @param message printable ASCII
   */
  static void append(int httpStatus, String message, StringBuilder head) {
    head.append("HTTP/1.1 200 OK\r\nContent-Type: application/grpc\r\nContent-Length: 0");
    head.append("\r\ngrpc-status: ").append(of(httpStatus));
    // Percent-encoded, as the protocol wants it.
    head.append("\r\ngrpc-message: ").append(message.replace("%", "%25"));
  }
}
