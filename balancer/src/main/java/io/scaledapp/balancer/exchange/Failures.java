package io.scaledapp.balancer.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.scaledapp.balancer.http1.Refusal;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.metrics.RequestRecorder;
import io.scaledapp.balancer.program.SampledLog;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what the balancer answered in a replica's place or ended by itself, and has some of it
 * logged: one line a second for the fault of clients, and one for all else. A line has nothing of a
 * query, of header fields or of a body, which may be secret. Any thread.
 */
public final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);
  private static final int SERVER_ERROR = 500;

  /** Bytes of a method and a path. */
  private static final int MAX_REQUEST = 256;

  private final RequestRecorder recorder;
  private final SampledLog ofClients;
  private final SampledLog ofOthers;

  /**
   * @param recorder counts them
   * @param nanoTime monotonic nanoseconds; any thread
   */
  public Failures(RequestRecorder recorder, LongSupplier nanoTime) {
    this.recorder = recorder;
    ofClients = new SampledLog(nanoTime);
    ofOthers = new SampledLog(nanoTime);
  }

  /** A connection, or a request of which nothing can be told, is not served. */
  public void failed(Refusal refusal, ClientIdentity client) {
    failed(refusal, client, RequestRecorder.NO_APP, () -> "");
  }

  /** A request that no app has to do with is not served. */
  public void failed(Refusal refusal, ClientIdentity client, RequestHead head) {
    failed(refusal, client, RequestRecorder.NO_APP, () -> request(head));
  }

  /**
   * A request is not served, or not to its end.
   *
   * @param app {@code namespace/name}, or {@link RequestRecorder#NO_APP}
   * @param request tells its method and path; asked if that is logged
   */
  void failed(Refusal refusal, ClientIdentity client, String app, Supplier<String> request) {
    recorder.failed(refusal.cause().code());
    var sampled = refusal.status() < SERVER_ERROR ? ofClients : ofOthers;
    sampled.happened(untold -> tell(refusal, client, app, request.get(), untold));
  }

  private static void tell(
      Refusal refusal, ClientIdentity client, String app, String request, long untold) {
    log.atInfo()
        .addKeyValue("reason", refusal.cause().code())
        .addKeyValue("status", refusal.status())
        .addKeyValue("detail", refusal.reason())
        .addKeyValue("client", client.peer())
        .addKeyValue("app", app)
        .addKeyValue("request", request)
        .addKeyValue("othersSinceTheLastLine", untold)
        .log("a request was not served");
  }

  /** Method and path of a head, as far as they were read. */
  static String request(RequestHead head) {
    if (!head.isStartLineRead()) {
      return "";
    }
    int start = head.line().start();
    return request(Unpooled.wrappedBuffer(head.bytes(), start, head.line().end() - start));
  }

  /** Method and path, without the query, of a head that begins with its request line. */
  static String request(ByteBuf head) {
    int end = Math.min(head.writerIndex(), MAX_REQUEST);
    int at = 0;
    while (at < end && head.getByte(at) != ' ') {
      at++;
    }
    for (at++; at < end && head.getByte(at) != ' ' && head.getByte(at) != '?'; ) {
      at++;
    }
    return escaped(head.toString(0, Math.min(at, end), ISO_8859_1));
  }

  /** No byte of a client ends a line, or is anything to a terminal. */
  private static String escaped(String text) {
    var escaped = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c < ' ' || c >= 0x7f || c == '"' || c == '\\') {
        escaped.append("\\x%02x".formatted((int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
