package io.scaledapp.balancer.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.scaledapp.balancer.http1.Cause;
import io.scaledapp.balancer.http1.ErrorPage;
import io.scaledapp.balancer.http1.Method;
import io.scaledapp.balancer.http1.Refusal;
import io.scaledapp.balancer.http1.RequestHead;
import java.util.Map;

/**
 * A response that the balancer makes itself, with the reason in a line of plain text, or a page of
 * the app's in its place, and in a {@code Proxy-Status} field (RFC 9209).
 */
public final class OwnResponse {
  static final Refusal NO_APP = new Refusal(Cause.NO_APP, "No app answers on this host and path");
  static final Refusal REPLICA_TIMEOUT =
      new Refusal(Cause.REPLICA_TIMEOUT, "The replica did not answer in time");
  static final Refusal STREAM_TIMEOUT =
      new Refusal(Cause.STREAM_TIMEOUT, "The call stood still for too long");
  static final Refusal QUEUE_FULL =
      new Refusal(Cause.QUEUE_FULL, "Too many requests wait for a replica");
  static final Refusal QUEUE_TIMEOUT =
      new Refusal(Cause.QUEUE_TIMEOUT, "No replica became free in time");
  static final Refusal APP_GONE = new Refusal(Cause.APP_GONE, "The app is gone");
  static final Refusal CLOSING = new Refusal(Cause.BALANCER_CLOSING, "The balancer is closing");
  static final Refusal NOT_CACHED =
      new Refusal(Cause.NOT_CACHED, "No answer is stored for the request");
  static final Refusal BODY_TIMEOUT =
      new Refusal(Cause.REQUEST_BODY_TIMEOUT, "the request body did not arrive in time");

  static final Refusal HEAD_TIMEOUT =
      new Refusal(Cause.REQUEST_HEAD_TIMEOUT, "the request head did not arrive in time");

  /** For one client connection more than may be open. */
  public static final Refusal TOO_MANY_CONNECTIONS =
      new Refusal(Cause.TOO_MANY_CONNECTIONS, "Too many connections are open");

  private static final Map<Integer, String> PHRASES =
      Map.ofEntries(
          Map.entry(301, "Moved Permanently"),
          Map.entry(308, "Permanent Redirect"),
          Map.entry(400, "Bad Request"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(408, "Request Timeout"),
          Map.entry(413, "Content Too Large"),
          Map.entry(414, "URI Too Long"),
          Map.entry(417, "Expectation Failed"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(431, "Request Header Fields Too Large"),
          Map.entry(499, "Client Closed Request"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(501, "Not Implemented"),
          Map.entry(502, "Bad Gateway"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(504, "Gateway Timeout"),
          Map.entry(505, "HTTP Version Not Supported"));

  /** How a response is written, which depends on the request. */
  public enum Form {
    /** With the reason in its body. */
    TEXT,
    /** In answer to HEAD. */
    HEAD_ONLY,
    /** In answer to a gRPC call: a status of gRPC and no body ("Trailers-Only"). */
    GRPC;

    static Form of(RequestHead head) {
      if (head.isGrpc()) {
        return GRPC;
      }
      return of(head.method());
    }

    /** In answer to a request of which no more is known. */
    public static Form of(Method method) {
      return method == Method.HEAD ? HEAD_ONLY : TEXT;
    }
  }

  private OwnResponse() {}

  /**
   * Writes the whole response.
   *
   * @param closes whether the connection is closed after it
   * @return a buffer that the caller owns
   */
  public static ByteBuf of(Refusal refusal, boolean closes, Form form, ByteBufAllocator allocator) {
    int status = refusal.status();
    String text = text(refusal);
    int length = ByteBufUtil.utf8Bytes(text);
    var head = new StringBuilder(192);
    if (form == Form.GRPC) {
      GrpcStatus.append(status, words(refusal).strip(), head);
    } else {
      appendHead(refusal, length, head);
    }
    head.append("\r\nProxy-Status: ").append(refusal.cause().proxyStatus());
    if (closes) {
      head.append("\r\nConnection: close");
    }
    head.append("\r\n\r\n");
    if (form != Form.TEXT) {
      return ByteBufUtil.writeAscii(allocator, head);
    }
    ByteBuf response = allocator.buffer(head.length() + length);
    ByteBufUtil.writeAscii(response, head);
    ByteBufUtil.writeUtf8(response, text);
    return response;
  }

  /** Bytes of the response's body. */
  static int bodyLength(Refusal refusal, Form form) {
    return form == Form.TEXT ? ByteBufUtil.utf8Bytes(text(refusal)) : 0;
  }

  private static void appendHead(Refusal refusal, int length, StringBuilder head) {
    int status = refusal.status();
    head.append("HTTP/1.1 ").append(status).append(' ').append(PHRASES.get(status));
    ErrorPage page = refusal.page();
    head.append("\r\nContent-Type: ").append(page == null ? "text/plain" : page.contentType());
    head.append("\r\nContent-Length: ").append(length);
    if (page != null) {
      // It is about this request alone (RFC 9111 section 5.2.2.5); 404 could be kept without it.
      head.append("\r\nCache-Control: no-store");
    }
    switch (status) {
      case 405 -> head.append("\r\nAllow: GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH");
      case 503 -> {
        // One that knows better says so itself.
        if (refusal.field().isEmpty()) {
          head.append("\r\nRetry-After: 1");
        }
      }
      default -> {}
    }
    if (!refusal.field().isEmpty()) {
      head.append("\r\n").append(refusal.field());
    }
  }

  private static String text(Refusal refusal) {
    ErrorPage page = refusal.page();
    return page == null ? words(refusal) : page.body();
  }

  private static String words(Refusal refusal) {
    int status = refusal.status();
    return status >= 400 && status < 500 && status != 404
        ? "The request was refused: " + refusal.reason() + ".\n"
        : refusal.reason() + ".\n";
  }
}
