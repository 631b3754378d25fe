package io.scaledapp.balancer.exchange;

import io.netty.channel.ConnectTimeoutException;
import io.scaledapp.balancer.http1.Cause;
import io.scaledapp.balancer.http1.Refusal;
import io.scaledapp.balancer.upstream.ResponseHandler.Loss;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What a client is told when a replica is lost before its answer was whole. */
final class ReplicaLoss {
  private static final String NO_VALID_ANSWER = "The replica gave no valid answer";
  private static final String NOT_REACHED = "The replica cannot be reached";

  /** For an answer that began and did not end. */
  static final Refusal INCOMPLETE = new Refusal(Cause.RESPONSE_INCOMPLETE, NO_VALID_ANSWER);

  private static final Refusal CLOSED = new Refusal(Cause.REPLICA_CLOSED, NO_VALID_ANSWER);
  private static final Refusal REFUSED = new Refusal(Cause.REPLICA_REFUSED, NO_VALID_ANSWER);
  private static final Refusal CANCELLED = new Refusal(Cause.REPLICA_CANCELLED, NO_VALID_ANSWER);
  private static final Refusal INVALID = new Refusal(Cause.INVALID_RESPONSE, NO_VALID_ANSWER);
  private static final Refusal UNREACHABLE = new Refusal(Cause.REPLICA_UNREACHABLE, NOT_REACHED);
  private static final Refusal NAME = new Refusal(Cause.REPLICA_NAME_UNKNOWN, NOT_REACHED);
  private static final Refusal TLS =
      new Refusal(Cause.REPLICA_TLS_FAILED, "The replica does not speak TLS as it should");
  private static final Refusal NO_CONNECTION =
      new Refusal(Cause.REPLICA_CONNECTION_REFUSED, NOT_REACHED);
  private static final Refusal TIMEOUT = new Refusal(Cause.REPLICA_CONNECTION_TIMEOUT, NOT_REACHED);

  private ReplicaLoss() {}

  static Refusal of(Loss loss) {
    return switch (loss) {
      case UNREACHABLE -> UNREACHABLE;
      case LEAVING, REFUSED -> REFUSED;
      case CLOSED -> CLOSED;
      case CANCELLED -> CANCELLED;
      case INVALID -> INVALID;
    };
  }

  /**
   * For a connection that could not be opened.
   *
   * @param failure of the attempt, if it is known
   */
  static Refusal unreachable(@Nullable Throwable failure) {
    return switch (failure) {
      case ConnectTimeoutException timeout -> TIMEOUT;
      case TimeoutException timeout -> TIMEOUT;
      case ConnectException refused -> NO_CONNECTION;
      case UnknownHostException unknown -> NAME;
      case SSLException handshake -> TLS;
      case null, default -> UNREACHABLE;
    };
  }
}
