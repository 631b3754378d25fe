package io.scaledapp.e2e.differential;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells what in a request two readers could understand differently (RFC 9112). Slow, simple and
 * apart from the code under test: one expression a rule.
 */
final class StrictReader {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final Pattern REQUEST_LINE =
      Pattern.compile(TOKEN + " (/[!\"$-~]*|\\*) HTTP/1\\.[01]");
  private static final Pattern FIELD =
      Pattern.compile(TOKEN + ":[ \\t]*(?:[!-~\\x80-\\xff](?:[ -~\\t\\x80-\\xff]*))?");
  private static final Pattern HOST =
      Pattern.compile("(?:[A-Za-z0-9._~-]+|\\[[0-9A-Fa-f:.]+\\])(?::\\d{1,5})?");
  private static final Pattern DOT_SEGMENT =
      Pattern.compile("(?:^|[/\\\\])\\.{1,2}(?:[/\\\\;?]|$)");
  private static final Pattern CHUNK_SIZE = Pattern.compile("\\p{XDigit}{1,15}");
  private static final Pattern ONLY_IN_HEADER =
      Pattern.compile("(?i)(?:content-length|transfer-encoding|host|x-forwarded-.*):.*");

  private StrictReader() {}

  /** What is ambiguous in the bytes of one connection, on which one request was answered. */
  static Optional<String> problem(String text) {
    var headEnd = text.indexOf("\r\n\r\n");
    if (headEnd < 0) {
      return Optional.of("a head without an end");
    }
    var lines = List.of(text.substring(0, headEnd).split("\r\n", -1));
    var line = REQUEST_LINE.matcher(lines.getFirst());
    if (!line.matches()) {
      return Optional.of("the request line " + lines.getFirst());
    }
    return path(line.group(1))
        .or(() -> fields(lines.subList(1, lines.size())))
        .or(() -> body(text, headEnd + 4));
  }

  private static Optional<String> path(String target) {
    var path = decoded(target.split("\\?", 2)[0]);
    return DOT_SEGMENT.matcher(path).find() || path.contains("\0")
        ? Optional.of("the path " + target)
        : Optional.empty();
  }

  private static String decoded(String path) {
    return Pattern.compile("%(\\p{XDigit}{2})")
        .matcher(path)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(Character.toString(Integer.parseInt(match.group(1), 16))));
  }

  private static Optional<String> fields(List<String> lines) {
    for (var line : lines) {
      if (!FIELD.matcher(line).matches()) {
        return Optional.of("the field " + Escapes.encode(line, 60));
      }
    }
    var hosts = values(lines, "host");
    if (hosts.size() != 1 || !HOST.matcher(hosts.getFirst()).matches()) {
      return Optional.of("the hosts " + hosts);
    }
    var lengths = values(lines, "content-length");
    var codings = values(lines, "transfer-encoding");
    var framed =
        lengths.size() + codings.size() <= 1
            && lengths.stream().allMatch(value -> value.matches("\\d{1,18}"))
            && codings.stream().allMatch(value -> value.equalsIgnoreCase("chunked"));
    return framed
        ? Optional.empty()
        : Optional.of("the lengths " + lengths + " and codings " + codings);
  }

  private static List<String> values(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .toList();
  }

  private static Optional<String> body(String text, int start) {
    var request = ForgivingReader.read(text);
    if (!request.isWhole()) {
      return Optional.empty();
    }
    if (request.end() != text.length()) {
      return Optional.of(
          "bytes after its end: " + Escapes.encode(text.substring(request.end()), 60));
    }
    if (request.field("transfer-encoding").isEmpty()) {
      return Optional.empty();
    }
    return chunks(text, start);
  }

  private static Optional<String> chunks(String text, int start) {
    var at = start;
    while (true) {
      var lineEnd = text.indexOf("\r\n", at);
      var line = text.substring(at, lineEnd);
      if (!CHUNK_SIZE.matcher(line).matches()) {
        return Optional.of("the chunk size " + Escapes.encode(line, 60));
      }
      var size = Long.parseLong(line, 16);
      if (size == 0) {
        return trailers(text.substring(lineEnd + 2, text.length() - 2));
      }
      var end = (int) (lineEnd + 2 + size);
      if (!text.startsWith("\r\n", end)) {
        return Optional.of("a chunk of another length than it says");
      }
      at = end + 2;
    }
  }

  private static Optional<String> trailers(String section) {
    return section
        .lines()
        .filter(line -> !FIELD.matcher(line).matches() || ONLY_IN_HEADER.matcher(line).matches())
        .findFirst()
        .map(line -> "the trailer " + Escapes.encode(line, 60));
  }
}
