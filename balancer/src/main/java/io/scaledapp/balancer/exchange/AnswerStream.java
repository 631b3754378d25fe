package io.scaledapp.balancer.exchange;

import io.netty.buffer.ByteBuf;
import io.scaledapp.balancer.http1.Ascii;
import io.scaledapp.balancer.http1.FieldName;
import io.scaledapp.balancer.http1.Method;
import io.scaledapp.balancer.http1.ResponseHead;
import io.scaledapp.balancer.stream.Boundaries;
import io.scaledapp.balancer.stream.EventBoundaries;
import io.scaledapp.balancer.stream.MessageBoundaries;
import io.scaledapp.balancer.upstream.DrainTimer;
import org.jspecify.annotations.Nullable;

/**
 * An answer that goes on for as long as its app has something to say, and whose client comes back
 * when it ends: an event stream (WHATWG HTML section 9.2), or the messages of a gRPC call. It is
 * followed from its head on, so that the balancer can end it between two of its parts.
 */
final class AnswerStream implements DrainTimer.LongLived {
  private static final String EVENTS = "text/event-stream";
  private static final String GRPC = "application/grpc";

  private final Boundaries boundaries;
  private final Runnable end;
  private boolean isLeaving;

  /**
   * @param end ends the answer well, where all that {@link #follow} let through is sent
   */
  AnswerStream(Boundaries boundaries, Runnable end) {
    this.boundaries = boundaries;
    this.end = end;
  }

  /**
   * Where the answer that begins with this head may end, or null if it is none of those. Event
   * streams are what an EventSource gets: without a length, uncoded, and asked for with GET. What
   * is posted for is done once, and nobody comes back for the rest of it.
   *
   * @param isCall whether the request was a gRPC call
   */
  static @Nullable Boundaries boundaries(ResponseHead head, Method method, boolean isCall) {
    if (head.status() != 200 || head.contentLength() >= 0) {
      return null;
    }
    if (isCall) {
      return isOfType(head, GRPC) ? new MessageBoundaries() : null;
    }
    boolean isEvents = method == Method.GET && isOfType(head, EVENTS) && isUncoded(head);
    return isEvents ? new EventBoundaries() : null;
  }

  private static boolean isUncoded(ResponseHead head) {
    return field(head, FieldName.CONTENT_ENCODING) < 0;
  }

  /** Whether that is the type, which is given in lower case, or one with a suffix. */
  private static boolean isOfType(ResponseHead head, String type) {
    int field = field(head, FieldName.CONTENT_TYPE);
    if (field < 0) {
      return false;
    }
    int end = head.valueEnd(field);
    int typeEnd = head.valueStart(field) + type.length();
    return typeEnd <= end
        && Ascii.equalsIgnoreCase(head.bytes(), head.valueStart(field), typeEnd, type)
        && (typeEnd == end || isEndOfType(head.bytes()[typeEnd]));
  }

  private static boolean isEndOfType(byte b) {
    return b == ';' || b == '+' || Ascii.isBlank(b);
  }

  private static int field(ResponseHead head, FieldName name) {
    int field = head.fieldCount() - 1;
    while (field >= 0 && head.name(field) != name) {
      field--;
    }
    return field;
  }

  /** Follows the next bytes of the body; returns how many of them the client is to get. */
  int follow(ByteBuf bytes) {
    if (isLeaving && bytes.isReadable()) {
      return boundaries.acceptToBoundary(bytes);
    }
    boundaries.accept(bytes);
    return bytes.readableBytes();
  }

  /** Whether the answer is to end behind what was followed. */
  boolean isOver() {
    return isLeaving && boundaries.atBoundary();
  }

  @Override
  public void leave() {
    isLeaving = true;
    if (isOver()) {
      end.run();
    }
  }

  /**
   * Clients drop an event that is not whole, and have the next stream go on before it; to those of
   * gRPC a message that is not whole is an error, whatever follows it.
   */
  @Override
  public void leaveAtOnce() {
    end.run();
  }
}
