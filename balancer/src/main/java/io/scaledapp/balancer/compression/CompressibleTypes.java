package io.scaledapp.balancer.compression;

import io.scaledapp.balancer.http1.Ascii;
import io.scaledapp.balancer.http1.ListElements;
import java.util.List;

/** Which media types (RFC 9110 section 8.3.1) are worth compressing. */
final class CompressibleTypes {
  /** Beside these whatever ends in +json or +xml, such as SVG. */
  private static final List<String> COMMON =
      List.of(
          "text/*",
          "application/json",
          "application/javascript",
          "application/x-javascript",
          "application/xml",
          "application/wasm",
          "application/x-ndjson",
          "application/yaml",
          "application/vnd.ms-fontobject",
          "font/ttf",
          "font/otf",
          "image/bmp");

  private static final String EVENT_STREAM = "text/event-stream";
  private static final String GRPC = "application/grpc";

  private CompressibleTypes() {}

  /**
   * Whether a Content-Type says that its body is worth compressing. gRPC compresses by itself and
   * never is; event streams are only if they are named.
   *
   * @param types that are; empty means the common ones
   */
  static boolean match(byte[] bytes, int start, int end, List<String> types) {
    int semicolon = start;
    while (semicolon < end && bytes[semicolon] != ';') {
      semicolon++;
    }
    int typeEnd = ListElements.trimEnd(bytes, start, semicolon);
    if (startsWith(bytes, start, typeEnd, GRPC)) {
      return false;
    }
    if (types.isEmpty()) {
      return matchAny(bytes, start, typeEnd, COMMON)
          || endsWith(bytes, start, typeEnd, "+json")
          || endsWith(bytes, start, typeEnd, "+xml");
    }
    return matchAny(bytes, start, typeEnd, types);
  }

  private static boolean matchAny(byte[] bytes, int start, int end, List<String> types) {
    for (int i = 0; i < types.size(); i++) {
      String type = types.get(i);
      boolean matches =
          type.endsWith("/*")
              ? startsWith(bytes, start, end, type.substring(0, type.length() - 1))
                  && !Ascii.equalsIgnoreCase(bytes, start, end, EVENT_STREAM)
              : Ascii.equalsIgnoreCase(bytes, start, end, type);
      if (matches) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsWith(byte[] bytes, int start, int end, String prefix) {
    int prefixEnd = start + prefix.length();
    return prefixEnd <= end && Ascii.equalsIgnoreCase(bytes, start, prefixEnd, prefix);
  }

  private static boolean endsWith(byte[] bytes, int start, int end, String suffix) {
    int suffixStart = end - suffix.length();
    return suffixStart >= start && Ascii.equalsIgnoreCase(bytes, suffixStart, end, suffix);
  }
}
