package io.scaledapp.balancer.forwarded;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedParserTest {

  @Test
  void examplesOfTheSpecificationAreRead() {
    assertThat(ForwardedParser.parse("for=\"_gazonk\""))
        .containsExactly(new ForwardedElement("_gazonk", null, null));
    assertThat(ForwardedParser.parse("For=\"[2001:db8:cafe::17]:4711\""))
        .containsExactly(new ForwardedElement("[2001:db8:cafe::17]:4711", null, null));
    assertThat(ForwardedParser.parse("for=192.0.2.60;proto=http;by=203.0.113.43"))
        .containsExactly(new ForwardedElement("192.0.2.60", null, "http"));
    assertThat(ForwardedParser.parse("for=192.0.2.43, for=198.51.100.17"))
        .containsExactly(
            new ForwardedElement("192.0.2.43", null, null),
            new ForwardedElement("198.51.100.17", null, null));
  }

  @Test
  void emptyListElementsAreSkipped() {
    assertThat(ForwardedParser.parse(" ,, for=_a\t,")).hasSize(1);
    assertThat(ForwardedParser.parse("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for",
        "for=",
        "=x",
        "for =x",
        "for= x",
        "for=x; proto=http",
        "for=x ;proto=http",
        "for=x;for=y",
        "for=x;FOR=y",
        "for=[2001:db8::1]",
        "for=1.2.3.4:80",
        "for=\"x",
        "for=\"x\\",
        "for=\"x\"y",
        "for=x y",
        "for=x,proto",
        "for=é",
      })
  void malformedValueIsRefused(String value) {
    assertThat(ForwardedParser.parse(value)).isNull();
  }

  @Property
  void whatIsWrittenIsReadBack(@ForAll("elements") List<ForwardedElement> elements) {
    String text =
        elements.stream()
            .map(e -> "for=" + quote(e.forNode()) + ";Host=" + quote(e.host()) + ";x=y")
            .reduce((a, b) -> a + " , " + b)
            .orElse("");

    assertThat(ForwardedParser.parse(text)).isEqualTo(elements);
  }

  @Property
  void anyTextIsReadOrRefused(@ForAll("noise") String text) {
    var elements = ForwardedParser.parse(text);

    assertThat(elements == null || elements.size() <= text.length()).isTrue();
  }

  @Provide
  Arbitrary<List<ForwardedElement>> elements() {
    var value = Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(8);
    return Combinators.combine(value, value)
        .as((node, host) -> new ForwardedElement(node, host, null))
        .list()
        .ofMaxSize(4);
  }

  @Provide
  Arbitrary<String> noise() {
    return Arbitraries.strings().withChars("for=;,\" \\[]:_1x").ofMaxLength(40);
  }

  private static String quote(@Nullable String value) {
    return '"' + requireNonNull(value).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
