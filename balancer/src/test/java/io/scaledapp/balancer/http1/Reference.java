package io.scaledapp.balancer.http1;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the parsers are to agree with: the same rules, once more, on whole texts, by one expression
 * a rule. Slow and simple. A text has one character a byte.
 */
final class Reference {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]";
  private static final String VALUE = "[\\t\\x20-\\x7e\\x80-\\xff]";
  private static final Pattern REQUEST_LINE =
      Pattern.compile("([A-Z_-]+) ([!\"$-~]+) HTTP/1\\.([01])");
  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/1\\.([0-9]) ([1-5][0-9][0-9])(?: " + VALUE + "*)?");
  private static final Pattern FIELD = Pattern.compile("(" + TOKEN + "+):(" + VALUE + "*)");
  private static final Pattern TARGET =
      Pattern.compile("(?:(?i:https?)://([^/?]*))?((?:/[^?]*)?)(?:\\?.*)?");
  private static final Pattern HOST =
      Pattern.compile(
          "(?:[A-Za-z0-9._~-]+|\\[[0-9A-Fa-f.]*:[0-9A-Fa-f.:]*:[0-9A-Fa-f.:]*])(?::(\\d+))?");
  private static final Pattern ESCAPE = Pattern.compile("%(\\p{XDigit}{2})?");
  private static final Pattern DOT_SEGMENT = Pattern.compile("[/\\\\]\\.{1,2}(?:[/\\\\;]|$)");
  private static final Pattern CHUNK_LINE =
      Pattern.compile("(\\p{XDigit}{1,15})(?:;" + VALUE + "{0,255})?");
  private static final Pattern PROTOCOLS = Pattern.compile("(?:" + TOKEN + "|[/, \\t])*");
  private static final Set<String> OF_THE_WHOLE_PATH =
      Set.of(
          "host content-length transfer-encoding expect authorization cookie set-cookie"
              .concat(" content-type content-encoding content-range cache-control range location")
              .concat(" forwarded x-real-ip")
              .split(" "));
  private static final Set<String> OF_ONE_HOP =
      Set.of("connection keep-alive proxy-connection te upgrade http2-settings".split(" "));
  private static final String LINE_END = "\r\n";
  private static final int MAX_NOMINATED = 16;

  private Reference() {}

  /** A head: its start line, its fields in lower case and without outer blanks, and its end. */
  record Head(Matcher line, List<String> fields, int end) {
    List<String> values(String name) {
      return fields.stream()
          .filter(field -> field.startsWith(name + "="))
          .map(field -> field.substring(name.length() + 1))
          .toList();
    }

    boolean chunked() {
      return !values("transfer-encoding").isEmpty();
    }

    long length() {
      return values("content-length").stream().findFirst().map(Long::parseLong).orElse(-1L);
    }
  }

  /** A body: its content, and its end. */
  record Body(String content, int end) {}

  /** The request head at the start of the text, if there is a whole and right one. */
  static Optional<Head> request(String text, HeadLimits limits) {
    int start = text.startsWith(LINE_END) ? 2 : 0;
    return head(text, start, REQUEST_LINE, limits)
        .filter(head -> head.line.end() <= limits.startLine())
        .filter(head -> isTargetRight(head))
        .filter(head -> isFramingRight(head, head.line.group(3)))
        .filter(head -> areRequestFieldsRight(head));
  }

  /** The response head at the start of the text, if there is a whole and right one. */
  static Optional<Head> response(String text, HeadLimits limits) {
    return head(text, 0, STATUS_LINE, limits)
        .filter(head -> isFramingRight(head, head.line.group(1)))
        .filter(head -> isConnectionRight(head.values("connection")));
  }

  /** The chunked body that begins at {@code start}, if it is whole and right. */
  static Optional<Body> chunked(String text, int start, HeadLimits limits) {
    var content = new StringBuilder();
    int at = start;
    while (true) {
      int lineEnd = text.indexOf(LINE_END, at);
      var line = CHUNK_LINE.matcher(lineEnd < 0 ? "" : text.substring(at, lineEnd));
      if (!line.matches()) {
        return Optional.empty();
      }
      long size = Long.parseLong(line.group(1), 16);
      if (size == 0) {
        return fields(text, lineEnd + 2, lineEnd + 2, limits)
            .filter(trailers -> trailers.fields.stream().noneMatch(Reference::isOnlyForHeader))
            .map(trailers -> new Body(content.toString(), trailers.end));
      }
      long end = lineEnd + 2 + size;
      if (end + 2 > text.length() || !text.startsWith(LINE_END, (int) end)) {
        return Optional.empty();
      }
      content.append(text, lineEnd + 2, (int) end);
      at = (int) end + 2;
    }
  }

  private record Fields(List<String> fields, int end) {}

  private static Optional<Head> head(String text, int start, Pattern line, HeadLimits limits) {
    int lineEnd = text.indexOf(LINE_END, start);
    var startLine = line.matcher(lineEnd < 0 ? "" : text.substring(start, lineEnd));
    return startLine.matches()
        ? fields(text, lineEnd + 2, 0, limits)
            .map(fields -> new Head(startLine, fields.fields, fields.end))
        : Optional.empty();
  }

  /**
   * @param sectionStart from where bytes count to the limit
   */
  private static Optional<Fields> fields(
      String text, int start, int sectionStart, HeadLimits limits) {
    var fields = new ArrayList<String>();
    int at = start;
    while (!text.startsWith(LINE_END, at)) {
      int lineEnd = text.indexOf(LINE_END, at);
      var field = FIELD.matcher(lineEnd < 0 ? "" : text.substring(at, lineEnd));
      if (!field.matches()) {
        return Optional.empty();
      }
      fields.add(field.group(1).toLowerCase(Locale.ROOT) + "=" + trim(field.group(2)));
      at = lineEnd + 2;
    }
    int end = at + 2;
    return end - sectionStart <= limits.head() && fields.size() <= limits.fields()
        ? Optional.of(new Fields(fields, end))
        : Optional.empty();
  }

  /** What {@code String.strip} does too much of. */
  static String trim(String value) {
    return value.replaceAll("^[ \\t]+|[ \\t]+$", "");
  }

  private static boolean isTargetRight(Head head) {
    String method = head.line.group(1);
    String target = head.line.group(2);
    if (method.equals("CONNECT") || method.equals("TRACE")) {
      return false;
    }
    if (target.startsWith("*")) {
      return method.equals("OPTIONS") && target.equals("*");
    }
    var parts = TARGET.matcher(target);
    if (!parts.matches() || (parts.group(1) == null && parts.group(2).isEmpty())) {
      return false;
    }
    var hosts = head.values("host");
    return isPathRight(parts.group(2))
        && (parts.group(1) == null
            || (isHost(parts.group(1))
                && (hosts.isEmpty() || hosts.getFirst().equalsIgnoreCase(parts.group(1)))));
  }

  private static boolean isPathRight(String path) {
    var escapes = ESCAPE.matcher(path);
    while (escapes.find()) {
      if (escapes.group(1) == null || escapes.group(1).equals("00")) {
        return false;
      }
    }
    String decoded =
        ESCAPE
            .matcher(path)
            .replaceAll(
                match ->
                    Matcher.quoteReplacement(
                        Character.toString(Integer.parseInt(match.group(1), 16))));
    return !path.contains("\\") && !DOT_SEGMENT.matcher(decoded).find();
  }

  private static boolean isHost(String host) {
    var parts = HOST.matcher(host);
    return parts.matches()
        && (parts.group(1) == null
            || new BigInteger(parts.group(1)).compareTo(BigInteger.valueOf(65_535)) <= 0);
  }

  private static boolean isFramingRight(Head head, String minorVersion) {
    var lengths = head.values("content-length");
    var codings = head.values("transfer-encoding");
    return lengths.size() + codings.size() <= 1
        && lengths.stream().allMatch(length -> length.matches("[0-9]{1,18}"))
        && codings.stream().allMatch(coding -> coding.equalsIgnoreCase("chunked"))
        && (codings.isEmpty() || !minorVersion.equals("0"));
  }

  private static boolean areRequestFieldsRight(Head head) {
    boolean http10 = head.line.group(3).equals("0");
    var hosts = head.values("host");
    var upgrades = head.values("upgrade");
    return hosts.size() <= 1
        && (http10 || hosts.size() == 1)
        && hosts.stream().allMatch(Reference::isHost)
        && upgrades.size() <= 1
        && upgrades.stream().allMatch(Reference::isProtocolList)
        && (http10 || head.values("expect").stream().allMatch("100-continue"::equalsIgnoreCase))
        && isConnectionRight(head.values("connection"));
  }

  private static boolean isProtocolList(String value) {
    return PROTOCOLS.matcher(value).matches()
        && elements(value).noneMatch(element -> element.matches(".*[ \\t].*"));
  }

  private static boolean isConnectionRight(List<String> values) {
    var options = values.stream().flatMap(Reference::elements).toList();
    return options.stream()
            .allMatch(option -> option.matches(TOKEN + "+") && !isOfTheWholePath(option))
        && options.stream()
                .filter(option -> !option.equalsIgnoreCase("close"))
                .filter(option -> !OF_ONE_HOP.contains(option.toLowerCase(Locale.ROOT)))
                .count()
            <= MAX_NOMINATED;
  }

  private static Stream<String> elements(String list) {
    return Stream.of(list.split(",")).map(Reference::trim).filter(one -> !one.isEmpty());
  }

  private static boolean isOfTheWholePath(String name) {
    String lowerCase = name.toLowerCase(Locale.ROOT);
    return OF_THE_WHOLE_PATH.contains(lowerCase)
        || lowerCase.matches("x[_-](?:forwarded[_-].*|real[_-]ip)");
  }

  private static boolean isOnlyForHeader(String field) {
    String name = field.substring(0, field.indexOf('='));
    return isOfTheWholePath(name) || OF_ONE_HOP.contains(name) || name.equals("trailer");
  }
}
