package io.scaledapp.balancer.forwarded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ForwardedHeadersPropertyTest {

  @Property
  void replicaReadsWellFormedLinesWhateverATrustedPeerSends(
      @ForAll("fields") List<Map.Entry<ForwardedField, String>> fields,
      @ForAll("value") String host) {
    var request = ForwardedRequest.from("10.0.0.1");
    request.host = host;
    fields.forEach(field -> request.received(field.getKey(), field.getValue()));

    Map<String, String> lines = request.lines();

    assertThat(lines.get("X-Forwarded-For")).endsWith("10.0.0.1");
    assertThat(lines.get("X-Forwarded-Proto")).isIn("http", "https", "ws", "wss");
    assertThat(Integer.parseInt(lines.getOrDefault("X-Forwarded-Port", ""))).isBetween(1, 65_535);
    assertThat(Node.parse(lines.getOrDefault("X-Real-IP", ""))).isEqualTo(request.client());
    assertThat(ForwardedParser.parse(lines.getOrDefault("Forwarded", "")))
        .isNotEmpty()
        .last()
        .extracting(ForwardedElement::forNode)
        .isEqualTo("10.0.0.1");
  }

  @Property
  void replicaReadsNothingThatAnUntrustedPeerSays(
      @ForAll("fields") List<Map.Entry<ForwardedField, String>> fields) {
    var silent = new ForwardedRequest();
    var talkative = new ForwardedRequest();
    fields.forEach(field -> talkative.received(field.getKey(), field.getValue()));

    assertThat(talkative.text()).isEqualTo(silent.text());
    assertThat(talkative.client()).isEqualTo(silent.client());
  }

  @Provide
  Arbitrary<List<Map.Entry<ForwardedField, String>>> fields() {
    return Combinators.combine(Arbitraries.of(ForwardedField.class), value())
        .as(Map::entry)
        .list()
        .ofMaxSize(6);
  }

  /** Values as the parser lets them through: no control character. */
  @Provide
  Arbitrary<String> value() {
    var pieces =
        Arbitraries.of(
            "for=",
            "host=",
            "proto=",
            "http",
            "https",
            "1.2.3.4",
            "10.0.0.2",
            "[::1]",
            "fd00::1",
            "\"",
            "\\",
            ",",
            ";",
            ":",
            " ",
            "8443",
            "99999",
            "a.example",
            "unknown",
            "_x",
            "é");
    return pieces.list().ofMaxSize(8).map(parts -> String.join("", parts));
  }
}
