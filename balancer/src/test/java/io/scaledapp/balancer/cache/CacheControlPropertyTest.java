package io.scaledapp.balancer.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The parser against a slow one that takes the value apart by patterns. */
class CacheControlPropertyTest {
  private static final String QUOTED = "\"(?:\\\\.|[^\"\\\\])*\"";
  private static final Pattern ELEMENT = Pattern.compile("(?:" + QUOTED + "|[^\",])*");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+|\"[0-9]+\"");
  private static final BigInteger MAX = BigInteger.ONE.shiftLeft(31);

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.of(
            "no-store",
            "no-cache",
            "private",
            "public",
            "must-revalidate",
            "proxy-revalidate",
            "only-if-cached",
            "max-age",
            "Max-Age",
            "s-maxage",
            "min-fresh",
            "max-stale",
            "stale-while-revalidate",
            "stale-if-error",
            "=",
            "=",
            "=7",
            "12",
            "0",
            "-",
            "2147483649",
            "99999999999999999999",
            "\"",
            "\"5\"",
            "\\",
            ",",
            ",",
            ", ",
            " ",
            "\t")
        .list()
        .ofMaxSize(20)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 5000)
  void samePartsAreFound(@ForAll("values") String value) {
    var control = CacheControl.of(value);
    var elements = elements(value);
    boolean whole = String.join(",", elements).equals(value);
    assertThat(control.noStore()).isEqualTo(has(elements, "no-store") || !whole);
    assertThat(control.noCache()).isEqualTo(has(elements, "no-cache"));
    assertThat(control.isPrivate()).isEqualTo(has(elements, "private"));
    assertThat(control.isPublic()).isEqualTo(has(elements, "public"));
    assertThat(control.mustRevalidate()).isEqualTo(has(elements, "must-revalidate"));
    assertThat(control.proxyRevalidate()).isEqualTo(has(elements, "proxy-revalidate"));
    assertThat(control.onlyIfCached()).isEqualTo(has(elements, "only-if-cached"));
    assertThat(control.maxAge()).isEqualTo(least(elements, "max-age"));
    assertThat(control.sharedMaxAge()).isEqualTo(least(elements, "s-maxage"));
    assertThat(control.staleWhileRevalidate()).isEqualTo(least(elements, "stale-while-revalidate"));
    assertThat(control.staleIfError()).isEqualTo(least(elements, "stale-if-error"));
  }

  /** Up to the first that does not end. */
  private static List<String> elements(String value) {
    var elements = new ArrayList<String>();
    Matcher matcher = ELEMENT.matcher(value);
    int at = 0;
    while (at <= value.length()) {
      matcher.region(at, value.length());
      if (!matcher.lookingAt()
          || (matcher.end() < value.length() && value.charAt(matcher.end()) != ',')) {
        break;
      }
      elements.add(matcher.group());
      at = matcher.end() + 1;
    }
    return elements;
  }

  private static boolean has(List<String> elements, String name) {
    return elements.stream().anyMatch(element -> name(element).equals(name));
  }

  private static String name(String element) {
    return element.split("=", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private static long least(List<String> elements, String name) {
    return elements.stream()
        .filter(element -> name(element).equals(name))
        .mapToLong(element -> seconds(element.contains("=") ? element.split("=", 2)[1] : ""))
        .min()
        .orElse(CacheControl.ABSENT);
  }

  private static long seconds(String argument) {
    String text = argument.strip();
    return NUMBER.matcher(text).matches()
        ? new BigInteger(text.replace("\"", "")).min(MAX).longValue()
        : 0;
  }
}
