package io.scaledapp.e2e.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bytes as text that an editor leaves alone: {@code \r}, {@code \n}, {@code \t}, {@code \\}, {@code
 * \xNN}, and {@code \{300*a}} for 300 times a.
 */
final class Escapes {
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(?:x(\\p{XDigit}{2})|\\{(\\d+)\\*(.)\\}|(.))");

  private Escapes() {}

  static byte[] decode(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(match -> quoted(match.group(1), match.group(2), match.group(3), match.group(4)))
        .getBytes(ISO_8859_1);
  }

  private static String quoted(
      @Nullable String hex,
      @Nullable String count,
      @Nullable String repeated,
      @Nullable String letter) {
    var decoded = hex != null ? Character.toString(Integer.parseInt(hex, 16)) : "";
    if (count != null && repeated != null) {
      decoded = repeated.repeat(Integer.parseInt(count));
    } else if (letter != null) {
      decoded = letter(letter);
    }
    return Matcher.quoteReplacement(decoded);
  }

  private static String letter(String letter) {
    return switch (letter) {
      case "r" -> "\r";
      case "n" -> "\n";
      case "t" -> "\t";
      case "\\" -> "\\";
      default -> throw new IllegalArgumentException("the escape \\" + letter + " is unknown");
    };
  }

  /** The text in which everything but printable ASCII is escaped, cut off behind a limit. */
  static String encode(String text, int limit) {
    var shown = new StringBuilder();
    for (var c : text.substring(0, Math.min(limit, text.length())).toCharArray()) {
      shown.append(
          switch (c) {
            case '\r' -> "\\r";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\\' -> "\\\\";
            default -> c < ' ' || c > '~' ? "\\x%02x".formatted((int) c) : String.valueOf(c);
          });
    }
    return text.length() > limit ? shown + "… (" + text.length() + ")" : shown.toString();
  }
}
