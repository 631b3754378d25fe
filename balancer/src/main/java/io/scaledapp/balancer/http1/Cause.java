package io.scaledapp.balancer.http1;

import java.util.Locale;

/**
 * Everything for which the balancer answers in a replica's place, or ends what it serves. Metrics,
 * logs and clients are told of it by its {@link #code}.
 */
public enum Cause {
  /** No failure: the client is to use https. */
  REDIRECTED(308, ErrorType.PROXY_INTERNAL_RESPONSE),
  /** The same with a method that may become GET on the way. */
  REDIRECTED_WITH_GET(301, ErrorType.PROXY_INTERNAL_RESPONSE),

  MALFORMED_REQUEST(400, ErrorType.HTTP_REQUEST_ERROR),
  /** Bytes that do not look like HTTP; they get no answer. */
  NOT_HTTP(400, ErrorType.HTTP_REQUEST_ERROR),
  ADDRESS_DENIED(403, ErrorType.HTTP_REQUEST_DENIED),
  NO_APP(404, ErrorType.DESTINATION_NOT_FOUND),
  METHOD_NOT_SERVED(405, ErrorType.HTTP_REQUEST_ERROR),
  REQUEST_HEAD_TIMEOUT(408, ErrorType.HTTP_REQUEST_ERROR),
  REQUEST_BODY_TIMEOUT(408, ErrorType.HTTP_REQUEST_ERROR),
  REQUEST_BODY_TOO_LARGE(413, ErrorType.HTTP_REQUEST_ERROR),
  REQUEST_LINE_TOO_LONG(414, ErrorType.HTTP_REQUEST_ERROR),
  EXPECTATION_NOT_SERVED(417, ErrorType.HTTP_REQUEST_ERROR),
  /** The client has more of them than its app lets it have. */
  TOO_MANY_REQUESTS(429, ErrorType.HTTP_REQUEST_DENIED),
  REQUEST_HEAD_TOO_LARGE(431, ErrorType.HTTP_REQUEST_ERROR),
  /** The app's rules for requests are not valid. */
  RULES_BROKEN(500, ErrorType.PROXY_CONFIGURATION_ERROR),
  CODING_NOT_SERVED(501, ErrorType.HTTP_REQUEST_ERROR),
  VERSION_NOT_SERVED(505, ErrorType.HTTP_REQUEST_ERROR),

  /** An HTTP/2 client opened more streams than SETTINGS allow; the further ones are refused. */
  TOO_MANY_STREAMS(503, ErrorType.HTTP_REQUEST_ERROR),
  /** An HTTP/2 client broke the protocol; its connection ends without an answer. */
  HTTP2_ERROR(400, ErrorType.HTTP_REQUEST_ERROR),
  /** An HTTP/2 client sent too much of what is cheap for it; its connection ends. */
  HTTP2_FLOOD(429, ErrorType.HTTP_REQUEST_ERROR),

  /** The client went before its answer was whole; nginx has this status for it. */
  CLIENT_GONE(499, ErrorType.CONNECTION_TERMINATED),

  REPLICA_CONNECTION_REFUSED(502, ErrorType.CONNECTION_REFUSED),
  REPLICA_CONNECTION_TIMEOUT(502, ErrorType.CONNECTION_TIMEOUT),
  REPLICA_NAME_UNKNOWN(502, ErrorType.DNS_ERROR),
  /** The handshake with the replica failed; the log says why. */
  REPLICA_TLS_FAILED(502, ErrorType.TLS_PROTOCOL_ERROR),
  REPLICA_UNREACHABLE(502, ErrorType.DESTINATION_UNAVAILABLE),
  /** The replica did not look at the request, and there was no other. */
  REPLICA_REFUSED(502, ErrorType.DESTINATION_UNAVAILABLE),
  REPLICA_CLOSED(502, ErrorType.CONNECTION_TERMINATED),
  /** The replica took the request and did not want to go on with it. */
  REPLICA_CANCELLED(502, ErrorType.HTTP_RESPONSE_INCOMPLETE),
  RESPONSE_INCOMPLETE(502, ErrorType.HTTP_RESPONSE_INCOMPLETE),
  INVALID_RESPONSE(502, ErrorType.HTTP_PROTOCOL_ERROR),
  /** The client wants an answer from the app's cache alone, and there is none. */
  NOT_CACHED(504, ErrorType.PROXY_INTERNAL_RESPONSE),
  REPLICA_TIMEOUT(504, ErrorType.HTTP_RESPONSE_TIMEOUT),
  /** A call or a tunnel in which neither side said anything. */
  STREAM_TIMEOUT(504, ErrorType.CONNECTION_READ_TIMEOUT),

  /** Too many of the app's requests failed just before, so nobody is asked. */
  CIRCUIT_OPEN(503, ErrorType.DESTINATION_UNAVAILABLE),
  /** The app has as many requests in flight as it may. */
  TOO_MANY_IN_FLIGHT(503, ErrorType.CONNECTION_LIMIT_REACHED),
  QUEUE_FULL(503, ErrorType.CONNECTION_LIMIT_REACHED),
  QUEUE_TIMEOUT(503, ErrorType.DESTINATION_UNAVAILABLE),
  APP_GONE(503, ErrorType.DESTINATION_UNAVAILABLE),
  TOO_MANY_CONNECTIONS(503, ErrorType.PROXY_INTERNAL_RESPONSE),
  BALANCER_CLOSING(503, ErrorType.PROXY_INTERNAL_RESPONSE);

  private final int status;
  private final String code;
  private final String proxyStatus;

  Cause(int status, ErrorType type) {
    this.status = status;
    code = name().toLowerCase(Locale.ROOT);
    proxyStatus = "scaledapp; error=%s; details=\"%s\"".formatted(type.code(), code);
  }

  /** Whether the client is sent elsewhere, which is no failure. */
  public boolean isRedirection() {
    return this == REDIRECTED || this == REDIRECTED_WITH_GET;
  }

  /** Whether a replica, or the way to one, is to blame that there is no valid answer. */
  public boolean isOfReplica() {
    return switch (this) {
      case REPLICA_CONNECTION_REFUSED,
          REPLICA_CONNECTION_TIMEOUT,
          REPLICA_NAME_UNKNOWN,
          REPLICA_TLS_FAILED,
          REPLICA_UNREACHABLE,
          REPLICA_REFUSED,
          REPLICA_CLOSED,
          REPLICA_CANCELLED,
          RESPONSE_INCOMPLETE,
          INVALID_RESPONSE,
          REPLICA_TIMEOUT ->
          true;
      default -> false;
    };
  }

  /** What a client gets, or would get if there were still an answer to give. */
  public int status() {
    return status;
  }

  /** Lower-case words with underscores. */
  public String code() {
    return code;
  }

  /** The value of the {@code Proxy-Status} field (RFC 9209). */
  public String proxyStatus() {
    return proxyStatus;
  }

  /** Those of the registered proxy error types that fit (RFC 9209 section 2.3). */
  private enum ErrorType {
    CONNECTION_LIMIT_REACHED,
    CONNECTION_READ_TIMEOUT,
    CONNECTION_REFUSED,
    CONNECTION_TERMINATED,
    CONNECTION_TIMEOUT,
    DESTINATION_NOT_FOUND,
    DESTINATION_UNAVAILABLE,
    DNS_ERROR,
    HTTP_PROTOCOL_ERROR,
    HTTP_REQUEST_DENIED,
    HTTP_REQUEST_ERROR,
    HTTP_RESPONSE_INCOMPLETE,
    HTTP_RESPONSE_TIMEOUT,
    PROXY_CONFIGURATION_ERROR,
    PROXY_INTERNAL_RESPONSE,
    TLS_PROTOCOL_ERROR;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
