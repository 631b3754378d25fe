package io.scaledapp.balancer.exchange;

import io.scaledapp.balancer.http1.FieldName;
import io.scaledapp.balancer.http1.Method;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.http1.RequestLine;
import io.scaledapp.balancer.trace.ReceivedRequest;
import io.scaledapp.balancer.trace.ReceivedRequest.Parent;
import io.scaledapp.balancer.trace.TraceParent;
import java.nio.charset.StandardCharsets;

/** What a span tells of a request, in texts: made for requests that are recorded alone. */
final class RequestDescription {
  private RequestDescription() {}

  static ReceivedRequest of(
      RequestHead head,
      String scheme,
      String client,
      String peer,
      String version,
      boolean continued) {
    RequestLine line = head.line();
    int userAgent = head.find("user-agent");
    return new ReceivedRequest(
        text(head, line.start(), line.methodEnd()),
        head.method() != Method.OTHER,
        path(head, line),
        scheme,
        head.hostField() < 0 ? "" : head.value(head.hostField()),
        client,
        peer,
        version,
        userAgent < 0 ? "" : head.value(userAgent),
        continued ? parent(head) : null);
  }

  private static String path(RequestHead head, RequestLine line) {
    return line.pathStart() == line.pathEnd() ? "/" : text(head, line.pathStart(), line.pathEnd());
  }

  private static Parent parent(RequestHead head) {
    int value = head.valueStart(head.traceparentField());
    int traceId = value + TraceParent.TRACE_ID;
    int parentId = value + TraceParent.PARENT_ID;
    return new Parent(
        text(head, traceId, traceId + TraceParent.TRACE_ID_LENGTH),
        text(head, parentId, parentId + TraceParent.PARENT_ID_LENGTH),
        state(head));
  }

  /** The fields of this name are one list (W3C Trace Context, section 3.3). */
  private static String state(RequestHead head) {
    String state = "";
    for (int field = 0; field < head.fieldCount(); field++) {
      if (head.name(field) == FieldName.TRACESTATE) {
        state = state.isEmpty() ? head.value(field) : state + ',' + head.value(field);
      }
    }
    return state;
  }

  private static String text(RequestHead head, int start, int end) {
    return new String(head.bytes(), start, end - start, StandardCharsets.ISO_8859_1);
  }
}
