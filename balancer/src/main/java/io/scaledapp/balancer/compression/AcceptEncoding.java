package io.scaledapp.balancer.compression;

import io.scaledapp.balancer.control.CompressionPolicy.Encoding;
import io.scaledapp.balancer.http1.Ascii;
import io.scaledapp.balancer.http1.ListElements;
import io.scaledapp.balancer.http1.MessageHead;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How much a client likes each content coding, by its Accept-Encoding fields (RFC 9110 section
 * 12.5.3). The first {@value #MAX_ELEMENTS} elements count; one that is malformed counts for
 * nothing; of two with the same name the latter counts. Without the field nothing is compressed,
 * since clients that cannot decode leave it out. Reusable, and not thread-safe.
 */
public final class AcceptEncoding {
  static final int MAX_ELEMENTS = 32;

  private static final String NAME = "accept-encoding";

  /** Weights are in thousandths. */
  private static final int WHOLE = 1000;

  private static final int UNSAID = -1;
  private static final int MALFORMED = -1;

  private final int[] weights = new int[Encoding.values().length];
  private int identity;
  private int others;
  private int elements;

  public AcceptEncoding() {
    clear();
  }

  private void clear() {
    Arrays.fill(weights, UNSAID);
    identity = UNSAID;
    others = UNSAID;
    elements = 0;
  }

  /** Takes the fields of a request in place of those before. */
  public void read(MessageHead request) {
    clear();
    for (int field = 0; field < request.fieldCount(); field++) {
      int start = request.nameStart(field);
      if (Ascii.equalsIgnoreCase(request.bytes(), start, request.nameEnd(field), NAME)) {
        add(request.bytes(), request.valueStart(field), request.valueEnd(field));
      }
    }
  }

  private void add(byte[] bytes, int start, int end) {
    for (int at = start; at < end && elements < MAX_ELEMENTS; elements++) {
      int elementEnd = ListElements.end(bytes, at, end);
      int first = ListElements.trimStart(bytes, at, elementEnd);
      element(bytes, first, ListElements.trimEnd(bytes, first, elementEnd));
      at = elementEnd + 1;
    }
  }

  private void element(byte[] bytes, int start, int end) {
    int semicolon = start;
    while (semicolon < end && bytes[semicolon] != ';') {
      semicolon++;
    }
    int weight = semicolon == end ? WHOLE : parameter(bytes, semicolon + 1, end);
    if (weight != MALFORMED) {
      say(bytes, start, ListElements.trimEnd(bytes, start, semicolon), weight);
    }
  }

  private void say(byte[] bytes, int start, int end, int weight) {
    if (Ascii.equalsIgnoreCase(bytes, start, end, "gzip")
        || Ascii.equalsIgnoreCase(bytes, start, end, "x-gzip")) {
      weights[Encoding.GZIP.ordinal()] = weight;
    } else if (Ascii.equalsIgnoreCase(bytes, start, end, "br")) {
      weights[Encoding.BR.ordinal()] = weight;
    } else if (Ascii.equalsIgnoreCase(bytes, start, end, "zstd")) {
      weights[Encoding.ZSTD.ordinal()] = weight;
    } else if (Ascii.equalsIgnoreCase(bytes, start, end, "identity")) {
      identity = weight;
    } else if (Ascii.equalsIgnoreCase(bytes, start, end, "*")) {
      others = weight;
    }
  }

  /** The thousandths of {@code q=0.5} (RFC 9110 section 12.4.2), or {@link #MALFORMED}. */
  private static int parameter(byte[] bytes, int from, int end) {
    int at = ListElements.trimStart(bytes, from, end);
    if (end - at < 3
        || Ascii.toLowerCase(bytes[at]) != 'q'
        || bytes[at + 1] != '='
        || (bytes[at + 2] != '0' && bytes[at + 2] != '1')) {
      return MALFORMED;
    }
    int weight = WHOLE * (bytes[at + 2] - '0');
    if (at + 3 == end) {
      return weight;
    }
    return bytes[at + 3] == '.' ? fraction(bytes, at + 4, end, weight) : MALFORMED;
  }

  private static int fraction(byte[] bytes, int start, int end, int whole) {
    if (end - start > 3) {
      return MALFORMED;
    }
    int weight = whole;
    int unit = WHOLE / 10;
    for (int at = start; at < end; at++, unit /= 10) {
      if (!Ascii.isDigit(bytes[at])) {
        return MALFORMED;
      }
      weight += unit * (bytes[at] - '0');
    }
    return weight > WHOLE ? MALFORMED : weight;
  }

  /**
   * The coding that a response gets: of those that the client likes best the first, or null if it
   * likes none, or likes a response without any better.
   *
   * @param offered by preference
   * @param usable which of them there are
   */
  public @Nullable Encoding choose(List<Encoding> offered, Predicate<Encoding> usable) {
    Encoding best = null;
    int bestWeight = 0;
    for (int i = 0; i < offered.size(); i++) {
      Encoding candidate = offered.get(i);
      int weight = orOthers(weights[candidate.ordinal()]);
      if (weight > bestWeight && usable.test(candidate)) {
        best = candidate;
        bestWeight = weight;
      }
    }
    return bestWeight >= orOthers(identity) ? best : null;
  }

  private int orOthers(int weight) {
    return weight == UNSAID ? Math.max(0, others) : weight;
  }
}
