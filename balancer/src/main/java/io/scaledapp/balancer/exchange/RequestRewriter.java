package io.scaledapp.balancer.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.scaledapp.balancer.filter.AppFilter;
import io.scaledapp.balancer.filter.HeaderEdit;
import io.scaledapp.balancer.filter.PathRewrite;
import io.scaledapp.balancer.forwarded.ForwardedField;
import io.scaledapp.balancer.forwarded.ForwardedHeaders;
import io.scaledapp.balancer.forwarded.Received;
import io.scaledapp.balancer.http1.FieldName;
import io.scaledapp.balancer.http1.Method;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.http1.RequestLine;
import io.scaledapp.balancer.trace.TraceLine;
import org.jspecify.annotations.Nullable;

/**
 * Writes the head that a replica gets: what the client sent without what ends at the balancer (RFC
 * 9110 section 7.6.1), in origin form and HTTP/1.1, with the lines that tell of the client. One an
 * event loop.
 */
final class RequestRewriter {
  /** Room for the lines that are added. */
  private static final int ADDED = 512;

  private static final byte[] LINE_END = ascii("\r\n");
  private static final byte[] VERSION = ascii(" HTTP/1.1\r\n");
  private static final byte[] HOST = ascii("Host: ");
  private static final byte[] TRAILERS = ascii("TE: trailers\r\nConnection: TE\r\n");
  private static final byte[] UPGRADE = ascii("Connection: Upgrade\r\nUpgrade: ");

  private final Received received = new Received();

  /** Notes what {@code head} tells of its client, without rewriting it. */
  Received receive(RequestHead head, boolean trusted) {
    received.reset(head.view());
    int host = head.hostField();
    if (host >= 0) {
      received.host(head.valueStart(host), head.valueEnd(host));
    }
    if (trusted && head.hasForwardedFields()) {
      for (int field = 0; field < head.fieldCount(); field++) {
        ForwardedField forwarded = forwardedField(head.name(field));
        if (forwarded != null) {
          received.add(forwarded, head.valueStart(field), head.valueEnd(field));
        }
      }
    }
    return received;
  }

  /**
   * Writes the head anew.
   *
   * @param fallbackHost for a request without Host, which HTTP/1.0 allows
   * @param upgrade whether the client may change the protocol as it asks to
   * @param filter the app's rules, if it has some
   * @param trace the last line, in place of what the client says of its trace; null if that passes
   * @return a buffer that the caller owns
   */
  ByteBuf rewrite(
      RequestHead head,
      ForwardedHeaders forwarded,
      String fallbackHost,
      boolean upgrade,
      @Nullable AppFilter filter,
      @Nullable TraceLine trace,
      ByteBufAllocator allocator) {
    PathRewrite path = filter == null ? null : filter.rewrite();
    HeaderEdit edits = filter == null ? null : filter.requestHeaders();
    ByteBuf out = allocator.directBuffer(head.length() + ADDED);
    long match = path == null ? PathRewrite.NONE : path.match(head);
    boolean rewrites = path != null && match != PathRewrite.NONE;
    int run = writeRequestLine(head, fallbackHost, rewrites ? path : null, match, out);
    run = writeFields(head, forwarded, edits, trace, run, out);
    out.writeBytes(head.bytes(), run, head.length() - LINE_END.length - run);
    forwarded.write(out, receive(head, forwarded.peerIsTrusted()));
    if (path != null && rewrites) {
      path.writePrefixLine(match, out);
    }
    if (edits != null) {
      edits.write(out);
    }
    if (upgrade) {
      int field = head.upgradeField();
      int start = head.valueStart(field);
      out.writeBytes(UPGRADE).writeBytes(head.bytes(), start, head.valueEnd(field) - start);
      out.writeBytes(LINE_END);
    } else if (head.acceptsTrailers()) {
      out.writeBytes(TRAILERS);
    }
    if (trace != null) {
      trace.write(out);
    }
    return out.writeBytes(LINE_END);
  }

  /** Returns the first byte that is still to be written. */
  private static int writeRequestLine(
      RequestHead head, String fallbackHost, @Nullable PathRewrite path, long match, ByteBuf out) {
    RequestLine line = head.line();
    if (path == null && line.isForwardable()) {
      return line.start();
    }
    byte[] bytes = head.bytes();
    out.writeBytes(bytes, line.start(), line.methodEnd() + 1 - line.start());
    if (path != null) {
      path.writePath(head, match, out);
    } else {
      writePath(head, out);
    }
    out.writeBytes(bytes, line.pathEnd(), line.targetEnd() - line.pathEnd());
    out.writeBytes(VERSION);
    if (head.hostField() < 0) {
      out.writeBytes(HOST).writeBytes(ascii(fallbackHost)).writeBytes(LINE_END);
    }
    return line.end();
  }

  private static void writePath(RequestHead head, ByteBuf out) {
    RequestLine line = head.line();
    if (line.pathStart() == line.pathEnd()) {
      // RFC 9112 section 3.2.4: OPTIONS of a whole server.
      boolean server = line.targetEnd() == line.pathEnd() && head.method() == Method.OPTIONS;
      out.writeByte(server ? '*' : '/');
    }
    out.writeBytes(head.bytes(), line.pathStart(), line.pathEnd() - line.pathStart());
  }

  /** Leaves out what ends here; returns the first byte that is still to be written. */
  private static int writeFields(
      RequestHead head,
      ForwardedHeaders forwarded,
      @Nullable HeaderEdit edits,
      @Nullable TraceLine trace,
      int start,
      ByteBuf out) {
    int run = start;
    for (int field = 0; field < head.fieldCount(); field++) {
      boolean ends = !head.isEndToEnd(field) && !isBelieved(head.name(field), forwarded);
      boolean isReplaced =
          (trace != null && trace.replaces(head.name(field)))
              || (edits != null && edits.drops(head, field));
      if (ends || isReplaced) {
        out.writeBytes(head.bytes(), run, head.nameStart(field) - run);
        run = head.lineEnd(field);
      }
    }
    return run;
  }

  /** Whether the field passes as it is, since a trusted proxy sent it. */
  private static boolean isBelieved(FieldName name, ForwardedHeaders forwarded) {
    return switch (name) {
      case X_FORWARDED_OTHER -> forwarded.peerIsTrusted();
      case X_FORWARDED_CLIENT_CERT -> forwarded.passesClientCertificate();
      default -> false;
    };
  }

  private static @Nullable ForwardedField forwardedField(FieldName name) {
    return switch (name) {
      case FORWARDED -> ForwardedField.FORWARDED;
      case X_REAL_IP -> ForwardedField.X_REAL_IP;
      case X_FORWARDED_FOR -> ForwardedField.X_FORWARDED_FOR;
      case X_FORWARDED_HOST -> ForwardedField.X_FORWARDED_HOST;
      case X_FORWARDED_PORT -> ForwardedField.X_FORWARDED_PORT;
      case X_FORWARDED_PROTO -> ForwardedField.X_FORWARDED_PROTO;
      default -> null;
    };
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
