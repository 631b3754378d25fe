package io.scaledapp.balancer.filter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.scaledapp.balancer.control.RequestRules;
import io.scaledapp.balancer.http1.HeadLimits;
import io.scaledapp.balancer.http1.MessageHead.Progress;
import io.scaledapp.balancer.http1.RequestHead;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class PathRewritePropertyTest {
  private static final List<String> PREFIXES =
      List.of("/api", "/api/v1/", "/a b".replace(" ", "%20"));

  private static @Nullable RequestHead head(String target) {
    var head = new RequestHead(HeadLimits.DEFAULT);
    var bytes = ("GET " + target + " HTTP/1.1\r\nHost: app\r\n\r\n").getBytes(ISO_8859_1);
    return head.read(Unpooled.wrappedBuffer(bytes)) == Progress.COMPLETE ? head : null;
  }

  /** The path that a replica gets, or null if it gets the client's. */
  private static @Nullable String rewritten(
      String replacement, List<String> prefixes, String path) {
    var rewrite = new PathRewrite(new RequestRules.PathRewrite(replacement), prefixes);
    var head = head(path);
    if (head == null) {
      throw new AssertionError(path + " is refused");
    }
    long match = rewrite.match(head);
    if (match == PathRewrite.NONE) {
      return null;
    }
    ByteBuf out = Unpooled.buffer();
    rewrite.writePath(head, match, out);
    return out.toString(ISO_8859_1);
  }

  private static @Nullable String rewritten(String replacement, String path) {
    return rewritten(replacement, PREFIXES, path);
  }

  @Example
  void prefixThatMatchedIsReplaced() {
    assertThat(rewritten("/new", "/api")).isEqualTo("/new");
    assertThat(rewritten("/new", "/api/")).isEqualTo("/new/");
    assertThat(rewritten("/new/", "/api/x?/api")).isEqualTo("/new/x");
    assertThat(rewritten("/new", "/api/v1/x")).isEqualTo("/new/x");
    assertThat(rewritten("/new", "/api/v1")).isEqualTo("/new");
    assertThat(rewritten("/new", "/api/v10")).isEqualTo("/new/v10");
    assertThat(rewritten("/new", "/apis")).isNull();
    assertThat(rewritten("/new", "/other/api")).isNull();
  }

  @Example
  void prefixIsTakenOff() {
    assertThat(rewritten("/", "/api")).isEqualTo("/");
    assertThat(rewritten("/", "/api/")).isEqualTo("/");
    assertThat(rewritten("/", "/api/x/")).isEqualTo("/x/");
  }

  @Example
  void everyPathGetsAPrefix() {
    assertThat(rewritten("/new", List.of(), "/")).isEqualTo("/new/");
    assertThat(rewritten("/new", List.of("/"), "/x")).isEqualTo("/new/x");
    assertThat(rewritten("/new", List.of("/"), "http://app")).isEqualTo("/new");
    assertThat(rewritten("/", List.of("/"), "http://app?x")).isEqualTo("/");
  }

  @Example
  void prefixIsFoundHoweverItIsSpelled() {
    assertThat(rewritten("/new", "/%61pi/x")).isEqualTo("/new/x");
    assertThat(rewritten("/new", "//api//v1//x")).isEqualTo("/new/x");
    assertThat(rewritten("/new", "/api%2Fx")).isEqualTo("/new/x");
    assertThat(rewritten("/new", "/a%20b/x")).isEqualTo("/new/x");
  }

  @Example
  void restStaysByteForByte() {
    assertThat(rewritten("/", "/api/%61%2F/%C3%A4;v=1//x")).isEqualTo("/%61%2F/%C3%A4;v=1//x");
  }

  @Example
  void noPathBeginsWithTwoSlashes() {
    assertThat(rewritten("/", "/api//evil.example")).isEqualTo("/evil.example");
    assertThat(rewritten("/", "/api/%2F%2fevil.example")).isEqualTo("/evil.example");
    assertThat(rewritten("/", "/api%2F/evil.example")).isEqualTo("/evil.example");
    assertThat(rewritten("/", List.of("/"), "//evil.example")).isEqualTo("/evil.example");
  }

  @Example
  void replacementsThatCouldLeadElsewhereAreNotTaken() {
    for (var bad : List.of("", "x", "//x", "/a/../b", "/.", "/a/..", "/%2e%2e", "/a\r\nb", "/;x")) {
      assertThatThrownBy(() -> rewritten(bad, "/api"))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** Made of what matters to paths. */
  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.of(
            "/", "//", "api", "v1", "%2F", "%2f", "%61pi", ".", "..", "%2e", ";", "x", "%25", "?",
            "%3F", "\\", "%5c", "%00", "a%20b", "")
        .list()
        .ofMaxSize(8)
        .map(parts -> "/" + String.join("", parts));
  }

  @Property(tries = 5000)
  void resultIsAPathThatTheParserTakes(
      @ForAll("paths") String path, @ForAll boolean takesOff, @ForAll boolean everyPath) {
    if (head(path) == null) {
      return;
    }
    var replacement = takesOff ? "/" : "/new";
    var result = rewritten(replacement, everyPath ? List.of("/") : PREFIXES, path);
    if (result == null) {
      return;
    }
    assertThat(head(result)).as(result).isNotNull();
    assertThat(result).startsWith(replacement).doesNotStartWith("//").doesNotContain("?");
    assertThat(result.toLowerCase(Locale.ROOT)).doesNotStartWith("/%2f");
    int query = path.indexOf('?');
    var ofClient = query < 0 ? path : path.substring(0, query);
    var rest = result.substring(replacement.length());
    assertThat(ofClient).endsWith(rest.startsWith("/") ? rest.substring(1) : rest);
  }
}
