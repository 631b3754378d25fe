package io.scaledapp.balancer.trace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceParentPropertyTest {
  private static final String ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";

  /** As the recommendation's words have it, with no thought of speed. */
  private static int reference(String value) {
    var form = Pattern.compile("(?s)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(.*)");
    var parts = form.matcher(value);
    if (!parts.matches()
        || parts.group(1).equals("ff")
        || parts.group(2).matches("0+")
        || parts.group(3).matches("0+")) {
      return -1;
    }
    String rest = parts.group(5);
    if (parts.group(1).equals("00") ? !rest.isEmpty() : !rest.isEmpty() && rest.charAt(0) != '-') {
      return -1;
    }
    return Integer.parseInt(parts.group(4), 16) & 3;
  }

  private static Arbitrary<String> digits(int length) {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("0123456789abcdef").ofLength(length),
        Arbitraries.strings().withChars("0f").ofLength(length),
        Arbitraries.just("0".repeat(length)),
        Arbitraries.strings().withChars("0aAgF-").ofMinLength(0).ofMaxLength(length + 1));
  }

  @Provide
  Arbitrary<String> values() {
    var version = Arbitraries.of("00", "01", "cc", "ff", "0", "000", "0G", "FE");
    var rest = Arbitraries.of("", "", "-", "-what", ".", " ", "0");
    return Combinators.combine(version, digits(32), digits(16), digits(2), rest)
        .as((v, trace, parent, flags, more) -> v + '-' + trace + '-' + parent + '-' + flags + more);
  }

  /** A valid one in which some characters are others. */
  @Provide
  Arbitrary<String> damaged() {
    var place = Arbitraries.integers().between(0, 54);
    var wrong = Arbitraries.chars().range((char) 0, (char) 255);
    return Combinators.combine(place, wrong)
        .as(
            (at, c) -> {
              var value = new StringBuilder("00-" + ID + "-" + PARENT + "-01");
              value.setCharAt(at, c);
              return value.toString();
            });
  }

  @Property
  void valueIsReadAsTheSlowReferenceReadsIt(@ForAll("values") String value) {
    assertThat(flags(value)).isEqualTo(reference(value));
  }

  @Property
  void damagedValueIsReadAsTheSlowReferenceReadsIt(@ForAll("damaged") String value) {
    assertThat(flags(value)).isEqualTo(reference(value));
  }

  @ParameterizedTest
  @CsvSource({"00, 0", "01, 1", "02, 2", "03, 3", "ff, 3", "fc, 0"})
  void flagsThatAreUnknownHereAreLeftOut(String sent, int known) {
    assertThat(flags("00-" + ID + "-" + PARENT + "-" + sent)).isEqualTo(known);
  }

  /** Between other bytes, which must not matter. */
  private static int flags(String value) {
    byte[] bytes = ("0-" + value + "-0").getBytes(ISO_8859_1);
    return TraceParent.flags(bytes, 2, bytes.length - 2);
  }
}
