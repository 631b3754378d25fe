package io.scaledapp.balancer.forwarded;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Forwarded field strictly by the grammar of RFC 7239 section 4: no space around {@code ;}
 * and {@code =}, no parameter twice in an element; empty list elements as in RFC 9110 section
 * 5.6.1.
 */
final class ForwardedParser {
  private static final String TOKEN_SYMBOLS = "!#$%&'*+-.^_`|~";

  private final String text;
  private final List<ForwardedElement> elements = new ArrayList<>();
  private int index;

  private ForwardedParser(String text) {
    this.text = text;
  }

  /** The elements from left to right, or null if the value is malformed. */
  static @Nullable List<ForwardedElement> parse(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    var parser = new ForwardedParser(text);
    return parser.list() ? parser.elements : null;
  }

  private boolean list() {
    do {
      whitespace();
      if (!element()) {
        return false;
      }
      whitespace();
    } while (skip(','));
    return index == text.length();
  }

  private boolean element() {
    Map<String, String> parameters = new HashMap<>();
    boolean empty = true;
    do {
      String name = token();
      if (!name.isEmpty()) {
        String value = skip('=') ? value() : null;
        if (value == null || parameters.put(name.toLowerCase(Locale.ROOT), value) != null) {
          return false;
        }
      }
      empty &= name.isEmpty();
    } while (skip(';'));
    if (!empty) {
      elements.add(
          new ForwardedElement(
              parameters.get("for"), parameters.get("host"), parameters.get("proto")));
    }
    return true;
  }

  private @Nullable String value() {
    if (skip('"')) {
      return quotedString();
    }
    String token = token();
    return token.isEmpty() ? null : token;
  }

  /** RFC 9110 section 5.6.4, after the opening quote; null if it does not end. */
  private @Nullable String quotedString() {
    var value = new StringBuilder();
    while (index < text.length()) {
      char next = text.charAt(index++);
      if (next == '"') {
        return value.toString();
      }
      if (next == '\\') {
        if (index == text.length()) {
          return null;
        }
        next = text.charAt(index++);
      }
      value.append(next);
    }
    return null;
  }

  /** RFC 9110 section 5.6.2; empty if there is none here. */
  private String token() {
    int start = index;
    while (index < text.length() && isTokenCharacter(text.charAt(index))) {
      index++;
    }
    return text.substring(start, index);
  }

  private static boolean isTokenCharacter(char value) {
    return (value >= 'a' && value <= 'z')
        || (value >= 'A' && value <= 'Z')
        || (value >= '0' && value <= '9')
        || TOKEN_SYMBOLS.indexOf(value) >= 0;
  }

  private void whitespace() {
    while (index < text.length() && (text.charAt(index) == ' ' || text.charAt(index) == '\t')) {
      index++;
    }
  }

  private boolean skip(char expected) {
    boolean found = index < text.length() && text.charAt(index) == expected;
    index += found ? 1 : 0;
    return found;
  }
}
