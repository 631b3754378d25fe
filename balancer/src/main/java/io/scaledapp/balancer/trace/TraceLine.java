package io.scaledapp.balancer.trace;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.scaledapp.balancer.http1.FieldName;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The line that tells a replica which trace its request belongs to, and under which of the
 * balancer's spans; it is the last one of a head. Used again from request to request, on one event
 * loop, without making garbage.
 */
public final class TraceLine {
  private static final byte[] TEMPLATE =
      ("traceparent: 00-" + "0".repeat(32) + '-' + "0".repeat(16) + "-00\r\n").getBytes(US_ASCII);
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(US_ASCII);
  private static final int VALUE = "traceparent: ".length();
  private static final int TRACE_ID = VALUE + TraceParent.TRACE_ID;
  private static final int SPAN_ID = VALUE + TraceParent.PARENT_ID;
  private static final int LAST_FLAG = TEMPLATE.length - 3;

  /** From the first digit of the span's id to the end of the head, which has an empty line. */
  private static final int SPAN_ID_FROM_END = TEMPLATE.length - SPAN_ID + 2;

  private final byte[] line = TEMPLATE.clone();
  private boolean continued;

  /** The request goes on with the trace of the value at {@code start} of {@code bytes}. */
  public void continueTrace(byte[] bytes, int start) {
    continued = true;
    System.arraycopy(
        bytes, start + TraceParent.TRACE_ID, line, TRACE_ID, TraceParent.TRACE_ID_LENGTH);
  }

  /** The request begins a trace, with a random id. */
  public void beginTrace() {
    continued = false;
    writeRandom(TRACE_ID);
    writeRandom(TRACE_ID + Long.BYTES * 2);
  }

  /** The request begins the trace of this id, in 32 hexadecimal digits. */
  public void beginTrace(String id) {
    continued = false;
    writeText(id, TRACE_ID);
  }

  /** Whether the request is the first of its trace. */
  public boolean beginsTrace() {
    return !continued;
  }

  /** The trace's id, in 32 hexadecimal digits. */
  public String traceId() {
    return new String(line, TRACE_ID, TraceParent.TRACE_ID_LENGTH, US_ASCII);
  }

  /** The balancer's span has a random id, since nobody records it. */
  public void span() {
    writeRandom(SPAN_ID);
  }

  /** The balancer's span has this id, in 16 hexadecimal digits. */
  public void span(String id) {
    writeText(id, SPAN_ID);
  }

  /** Those of {@link TraceParent}. */
  public void flags(int flags) {
    line[LAST_FLAG] = DIGITS[flags];
  }

  /**
   * Whether a received field of the name does not reach the replica: what belongs to a trace that
   * is not continued goes with it (W3C Trace Context, section 3.3).
   */
  public boolean replaces(FieldName name) {
    return name == FieldName.TRACEPARENT || (name == FieldName.TRACESTATE && !continued);
  }

  public void write(ByteBuf out) {
    out.writeBytes(line);
  }

  /** Puts the id of another span into a head that was written with this line. */
  public void renew(ByteBuf head) {
    head.setBytes(
        head.writerIndex() - SPAN_ID_FROM_END, line, SPAN_ID, TraceParent.PARENT_ID_LENGTH);
  }

  /** Never zero, which is no id. */
  private void writeRandom(int at) {
    long random;
    do {
      random = ThreadLocalRandom.current().nextLong();
    } while (random == 0);
    for (int i = 0; i < Long.BYTES * 2; i++) {
      line[at + i] = DIGITS[(int) (random >>> (Long.SIZE - 4 - 4 * i)) & 0xf];
    }
  }

  @SuppressWarnings("deprecation") // The quick way for a text of digits.
  private void writeText(String digits, int at) {
    digits.getBytes(0, digits.length(), line, at);
  }
}
