package io.scaledapp.balancer.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Arbitrary requests, right ones and such with a few wrong bytes. */
public final class Requests {
  private static final String TOKEN_CHARACTERS = "!#$%&'*+-.^_`|~09azAZ";

  private Requests() {}

  /** A header field as a client writes it. */
  public record Field(String name, String value, String before, String after) {
    String line() {
      return name + ":" + before + value + after + "\r\n";
    }
  }

  /** A request head that is right. */
  public record Request(String method, String target, List<Field> fields) {
    public String head() {
      return method
          + " "
          + target
          + " HTTP/1.1\r\nHost: app\r\n"
          + fields.stream().map(Field::line).collect(Collectors.joining())
          + "\r\n";
    }

    public byte[] bytes() {
      return head().getBytes(ISO_8859_1);
    }
  }

  public static Arbitrary<Request> requests() {
    var methods =
        Arbitraries.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "BREW", "M-SEARCH");
    var targets =
        Arbitraries.strings()
            .withChars("abcXYZ019-_~!$&'()*+,=:@/")
            .ofMaxLength(60)
            .map(path -> "/" + path);
    return Combinators.combine(methods, targets, fields().list().ofMaxSize(20)).as(Request::new);
  }

  private static Arbitrary<Field> fields() {
    var names =
        Arbitraries.strings()
            .withChars(TOKEN_CHARACTERS)
            .ofMinLength(1)
            .ofMaxLength(30)
            .map(name -> "Z" + name);
    var values =
        Arbitraries.strings()
            .withCharRange(' ', '~')
            .withCharRange('\u0080', '\u00ff')
            .withChars('\t')
            .ofMaxLength(60)
            .map(Requests::trim);
    var blanks = Arbitraries.of("", " ", "\t", "  ");
    return Combinators.combine(names, values, blanks, blanks).as(Field::new);
  }

  /** White space around a value is no part of it. */
  private static String trim(String value) {
    int start = 0;
    int end = value.length();
    while (start < end && (value.charAt(start) == ' ' || value.charAt(start) == '\t')) {
      start++;
    }
    while (end > start && (value.charAt(end - 1) == ' ' || value.charAt(end - 1) == '\t')) {
      end--;
    }
    return value.substring(start, end);
  }

  /** Requests in which some bytes were replaced, put in or taken out. */
  public static Arbitrary<byte[]> mutated() {
    var framed =
        Arbitraries.of(
            "",
            "Content-Length: 5\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Connection: close, x\r\n",
            "Expect: 100-continue\r\n");
    var suspects =
        Arbitraries.of("\r", "\n", "\r\n", " ", "\t", ":", "\0", ",", "x", "\u00ff", "0");
    var mutation =
        Combinators.combine(
            Arbitraries.integers().between(0, 10_000),
            suspects,
            Arbitraries.integers().between(0, 2));
    return Combinators.combine(requests(), framed, mutation.as(Mutation::new).list().ofMaxSize(4))
        .as(
            (request, framing, mutations) -> {
              String text = request.head().replaceFirst("Host: app\r\n", "Host: app\r\n" + framing);
              for (Mutation each : mutations) {
                text = each.apply(text);
              }
              return text.getBytes(ISO_8859_1);
            });
  }

  private record Mutation(int at, String with, int removed) {
    String apply(String text) {
      int from = at % (text.length() + 1);
      int to = Math.min(text.length(), from + removed);
      return text.substring(0, from) + with + text.substring(to);
    }
  }
}
