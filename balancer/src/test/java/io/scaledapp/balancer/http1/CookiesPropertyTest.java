package io.scaledapp.balancer.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.scaledapp.balancer.http1.MessageHead.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CookiesPropertyTest {

  /** Lines of few letters, so that names, equals signs and semicolons meet in all ways. */
  @Provide
  Arbitrary<List<String>> lines() {
    var pieces = Arbitraries.of("id", "i", "d", "=", "id=", ";", "; ", " ", "\t", "\"", "7", "x");
    return pieces.list().ofMaxSize(20).map(all -> String.join("", all)).list().ofMaxSize(4);
  }

  @Property
  void eachValueOfTheNameIsOfferedInItsOrder(@ForAll("lines") List<String> lines) {
    var offered = new ArrayList<String>();
    Object none =
        Cookies.first(
            head(lines),
            "id",
            (bytes, start, end) -> {
              offered.add(new String(bytes, start, end - start, ISO_8859_1));
              return null;
            });
    assertThat(none).isNull();
    assertThat(offered).isEqualTo(values(lines));
  }

  @Property
  void firstOfWhichSomethingIsMadeIsTaken(@ForAll("lines") List<String> lines) {
    String found =
        Cookies.first(
            head(lines),
            "id",
            (bytes, start, end) -> {
              var value = new String(bytes, start, end - start, ISO_8859_1);
              return value.contains("7") ? value : null;
            });
    assertThat(found)
        .isEqualTo(
            values(lines).stream().filter(one -> one.contains("7")).findFirst().orElse(null));
  }

  private static RequestHead head(List<String> lines) {
    var text = new StringBuilder("GET / HTTP/1.1\r\nHost: a\r\n");
    lines.forEach(line -> text.append("Cookie: ").append(line).append("\r\n"));
    var head = new RequestHead(HeadLimits.DEFAULT);
    var bytes = Unpooled.wrappedBuffer(text.append("\r\n").toString().getBytes(ISO_8859_1));
    assertThat(head.read(bytes)).isEqualTo(Progress.COMPLETE);
    return head;
  }

  /** The slow way. */
  private static List<String> values(List<String> lines) {
    return lines.stream()
        .flatMap(line -> Stream.of(line.split(";")))
        .map(CookiesPropertyTest::trimmed)
        .filter(pair -> pair.startsWith("id="))
        .map(pair -> pair.substring(3))
        .toList();
  }

  private static String trimmed(String text) {
    return text.replaceAll("^[ \t]+|[ \t]+$", "");
  }
}
