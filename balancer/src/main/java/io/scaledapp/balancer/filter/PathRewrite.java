package io.scaledapp.balancer.filter;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.scaledapp.balancer.control.RequestRules;
import io.scaledapp.balancer.http1.Method;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.http1.RequestLine;
import io.scaledapp.balancer.route.PathPrefix;
import java.util.Comparator;
import java.util.List;

/**
 * Replaces the path prefix that matched. What comes after it stays byte for byte, but for slashes
 * between the two: they are one, so that no path begins with two, which clients and servers take
 * for a host. A path that no prefix matches, as there may be on the app's own port, stays whole.
 */
public final class PathRewrite {
  /** No prefix matched. */
  public static final long NONE = -1;

  private final PathPrefix[] prefixes;
  private final byte[][] prefixLines;
  private final byte[] replacement;

  PathRewrite(RequestRules.PathRewrite rule, List<String> matched) {
    prefixes =
        (matched.isEmpty() ? List.of("/") : matched)
            .stream()
                .map(PathPrefix::of)
                .sorted(Comparator.comparingInt(PathPrefix::length).reversed())
                .toArray(PathPrefix[]::new);
    prefixLines = new byte[prefixes.length][];
    for (int i = 0; i < prefixes.length; i++) {
      var text = prefixes[i].text();
      prefixLines[i] = ascii(text.isEmpty() ? "" : "X-Forwarded-Prefix: " + text + "\r\n");
    }
    replacement = ascii(PathPrefix.of(checked(rule.prefix())).text());
  }

  private static String checked(String prefix) {
    if (prefix.matches("/|(/(?![.]{1,2}(/|$))[-A-Za-z0-9._~!$&'()*+,=:@]+)+/?")) {
      return prefix;
    }
    throw new IllegalArgumentException("\"" + prefix + "\" is no path to rewrite to");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  /** What the other methods go by: which prefix matched and where it ends, or {@link #NONE}. */
  public long match(RequestHead head) {
    RequestLine line = head.line();
    if (line.pathStart() == line.pathEnd() && head.method() == Method.OPTIONS) {
      return NONE;
    }
    for (int i = 0; i < prefixes.length; i++) {
      int end = prefixes[i].end(head.view(), line.pathStart(), line.pathEnd());
      if (end >= 0) {
        return (long) i << Integer.SIZE | end;
      }
    }
    return NONE;
  }

  /** Writes the path that the replica gets, which begins with one slash. */
  public void writePath(RequestHead head, long match, ByteBuf out) {
    int end = head.line().pathEnd();
    int prefixEnd = (int) match;
    int rest = PathPrefix.afterSlashes(head.view(), prefixEnd, end);
    out.writeBytes(replacement);
    if (rest > prefixEnd || replacement.length == 0) {
      out.writeByte('/');
    }
    out.writeBytes(head.bytes(), rest, end - rest);
  }

  /** Writes the line that tells the replica what was replaced; nothing if that was the root. */
  public void writePrefixLine(long match, ByteBuf out) {
    out.writeBytes(prefixLines[(int) (match >>> Integer.SIZE)]);
  }
}
