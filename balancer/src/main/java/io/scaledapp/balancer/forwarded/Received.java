package io.scaledapp.balancer.forwarded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/**
 * Where in a request head the Host and the forwarded fields stand. Reused from request to request;
 * for the use of one event loop. Values have passed the parser: they hold no control character.
 */
public final class Received {
  private static final int LINES = 8;

  private ByteBuf head = Unpooled.EMPTY_BUFFER;
  private int hostStart;
  private int hostEnd;
  private ForwardedField[] fields = new ForwardedField[0];
  private int[] starts = new int[0];
  private int[] ends = new int[0];
  private int lines;

  /** Forgets the former request. The buffer is read until the next reset, and not released. */
  public void reset(ByteBuf head) {
    this.head = head;
    hostStart = 0;
    hostEnd = 0;
    lines = 0;
  }

  /** The Host value, or the authority of an absolute target, is {@code head[start, end)}. */
  public void host(int start, int end) {
    hostStart = start;
    hostEnd = end;
  }

  /** A line of the field has the value {@code head[start, end)}. Not needed for untrusted peers. */
  public void add(ForwardedField field, int start, int end) {
    if (lines == starts.length) {
      fields = Arrays.copyOf(fields, lines + LINES);
      starts = Arrays.copyOf(starts, lines + LINES);
      ends = Arrays.copyOf(ends, lines + LINES);
    }
    fields[lines] = field;
    starts[lines] = start;
    ends[lines++] = end;
  }

  ByteBuf head() {
    return head;
  }

  int hostStart() {
    return hostStart;
  }

  int hostEnd() {
    return hostEnd;
  }

  String host() {
    return head.toString(hostStart, hostEnd - hostStart, ISO_8859_1);
  }

  /** The value of the field's lines as one list (RFC 9110 section 5.3), or "" without any. */
  String list(ForwardedField field) {
    String list = "";
    for (int i = 0; i < lines; i++) {
      if (fields[i] == field && starts[i] < ends[i]) {
        list = list.isEmpty() ? value(i) : list + ", " + value(i);
      }
    }
    return list;
  }

  private String value(int line) {
    return head.toString(starts[line], ends[line] - starts[line], ISO_8859_1);
  }
}
