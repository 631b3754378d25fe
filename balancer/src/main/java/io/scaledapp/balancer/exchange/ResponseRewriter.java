package io.scaledapp.balancer.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.AsciiString;
import io.scaledapp.balancer.filter.HeaderEdit;
import io.scaledapp.balancer.http1.FieldName;
import io.scaledapp.balancer.http1.ResponseHead;
import org.jspecify.annotations.Nullable;

/** Writes the head that a client gets: what the replica sent without what ends at the balancer. */
final class ResponseRewriter {
  /** Room for the lines that are added. */
  private static final int ADDED = 64;

  private static final byte[] LINE_END = ascii("\r\n");
  private static final byte[] VERSION = ascii("HTTP/1.1");
  private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
  private static final byte[] SET_COOKIE = ascii("Set-Cookie: ");
  private static final byte[] UPGRADE = ascii("Connection: Upgrade\r\nUpgrade: ");

  /** What the client is told of its connection. */
  enum Connection {
    /** Nothing: HTTP/1.1 connections stay open. */
    STAYS(""),
    CLOSES("Connection: close\r\n"),
    /** HTTP/1.0 clients have to be told. */
    KEPT_ALIVE("Connection: keep-alive\r\n");

    @SuppressWarnings("ImmutableEnumChecker") // Never changed; an array, since bytes are written.
    private final byte[] line;

    Connection(String line) {
      this.line = ascii(line);
    }
  }

  /** How the body's framing changes on its way. */
  enum Coding {
    AS_RECEIVED,
    /** Its end was the end of the connection; the client gets chunks. */
    TO_CHUNKS,
    /** The client knows no chunks; the end of the connection is its end. */
    FROM_CHUNKS
  }

  private ResponseRewriter() {}

  /**
   * The head in a buffer that the caller owns.
   *
   * @param edits what changes besides, or null for nothing
   * @param cookie that is set, or null for none
   * @param room bytes that are left free behind it
   */
  static ByteBuf rewrite(
      ResponseHead head,
      Coding coding,
      Connection connection,
      @Nullable HeaderEdit edits,
      @Nullable AsciiString cookie,
      int room,
      ByteBufAllocator allocator) {
    int added = edits == null ? ADDED : ADDED + edits.length();
    ByteBuf out = allocator.directBuffer(head.length() + added + length(cookie) + room);
    begin(head, coding == Coding.FROM_CHUNKS, edits, out);
    if (edits != null) {
      edits.write(out);
    }
    write(cookie, out);
    if (coding == Coding.TO_CHUNKS) {
      out.writeBytes(CHUNKED);
    }
    return out.writeBytes(connection.line).writeBytes(LINE_END);
  }

  /** A 101 with the protocol that the replica agreed to. */
  static ByteBuf rewriteSwitch(
      ResponseHead head, @Nullable AsciiString cookie, ByteBufAllocator allocator) {
    ByteBuf out = allocator.directBuffer(head.length() + ADDED + length(cookie));
    begin(head, false, null, out);
    write(cookie, out);
    int field = head.upgradeField();
    int start = head.valueStart(field);
    out.writeBytes(UPGRADE).writeBytes(head.bytes(), start, head.valueEnd(field) - start);
    return out.writeBytes(LINE_END).writeBytes(LINE_END);
  }

  private static int length(@Nullable AsciiString cookie) {
    return cookie == null ? 0 : SET_COOKIE.length + cookie.length() + LINE_END.length;
  }

  private static void write(@Nullable AsciiString cookie, ByteBuf out) {
    if (cookie != null) {
      out.writeBytes(SET_COOKIE);
      out.writeBytes(cookie.array(), cookie.arrayOffset(), cookie.length());
      out.writeBytes(LINE_END);
    }
  }

  /** Writes all but the lines that are added. */
  private static void begin(
      ResponseHead head, boolean dropTransferEncoding, @Nullable HeaderEdit edits, ByteBuf out) {
    byte[] bytes = head.bytes();
    out.writeBytes(VERSION);
    int run = VERSION.length;
    for (int field = 0; field < head.fieldCount(); field++) {
      if (!head.isEndToEnd(field)
          || (dropTransferEncoding && head.name(field) == FieldName.TRANSFER_ENCODING)
          || (edits != null && edits.drops(head, field))) {
        out.writeBytes(bytes, run, head.nameStart(field) - run);
        run = head.lineEnd(field);
      }
    }
    out.writeBytes(bytes, run, head.length() - LINE_END.length - run);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
