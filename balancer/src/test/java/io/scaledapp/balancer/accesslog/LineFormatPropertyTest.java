package io.scaledapp.balancer.accesslog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.scaledapp.balancer.accesslog.AccessLogOptions.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever clients send is one line, in which each field is where readers look for it. */
class LineFormatPropertyTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long SECOND = 1_000_000_000;

  private static AccessEntry entry(String path, String query, String userAgent, String referer) {
    var request =
        new LoggedRequest("192.0.2.7", "GET", "app", path, query, "1.1", userAgent, referer);
    var entry = new AccessEntry(request, 1_700_000_000_123L, SECOND);
    entry.app("shop/web");
    entry.waited(SECOND);
    entry.replica("pod-a");
    entry.retried();
    entry.trace("0af7651916cd43dd8448eb211c80319c");
    entry.received(3);
    entry.answered(200, 3 * SECOND);
    entry.sent(5);
    entry.end(4 * SECOND);
    return entry;
  }

  private static String line(Format format, boolean query, AccessEntry entry) throws IOException {
    var out = new ByteArrayOutputStream();
    LineFormat.of(new AccessLogOptions(format, Optional.empty(), query)).append(entry, out);
    return out.toString(ISO_8859_1);
  }

  @Example
  void jsonTellsAllThatIsKnown() throws IOException {
    assertThat(line(Format.JSON, true, entry("/a", "b=c", "agent", "http://before")))
        .isEqualTo(
            "{\"time\":\"2023-11-14T22:13:20.123Z\",\"client\":\"192.0.2.7\",\"method\":\"GET\","
                + "\"host\":\"app\",\"path\":\"/a\",\"query\":\"b=c\",\"protocol\":\"HTTP/1.1\","
                + "\"userAgent\":\"agent\",\"referer\":\"http://before\",\"status\":200,"
                + "\"bytesIn\":3,\"bytesOut\":5,\"durationSeconds\":3.000000,"
                + "\"firstByteSeconds\":2.000000,\"queueSeconds\":1.000000,\"app\":\"shop/web\","
                + "\"replica\":\"pod-a\",\"retries\":1,"
                + "\"traceId\":\"0af7651916cd43dd8448eb211c80319c\"}\n");
  }

  @Example
  void combinedIsThatOfApacheAndNginx() throws IOException {
    assertThat(line(Format.COMBINED, true, entry("/a", "b=c", "agent", "")))
        .isEqualTo(
            "192.0.2.7 - - [14/Nov/2023:22:13:20 +0000] \"GET /a?b=c HTTP/1.1\" 200 5 \"-\""
                + " \"agent\"\n");
  }

  @Example
  void queryIsLeftOutUnlessItIsAskedFor() throws IOException {
    var entry = entry("/a", "token=secret", "agent", "");
    assertThat(line(Format.JSON, false, entry)).doesNotContain("secret").contains("\"/a\"");
    assertThat(line(Format.COMBINED, false, entry)).contains("\"GET /a HTTP/1.1\"");
  }

  @Example
  void queryOfTheRefererIsAQueryToo() throws IOException {
    var entry = entry("/a", "", "agent", "http://before/b?token=secret#part");
    for (var format : Format.values()) {
      assertThat(line(format, false, entry))
          .doesNotContain("secret")
          .contains("\"http://before/b\"");
      assertThat(line(format, true, entry)).contains("\"http://before/b?token=secret#part\"");
    }
  }

  @Example
  void requestThatWasNotReadHasDashes() throws IOException {
    var request = new LoggedRequest("192.0.2.7", "", "", "", "", "", "", "");
    var entry = new AccessEntry(request, 0, 0);
    entry.answered(400, 1);
    entry.failed("malformed_request");
    entry.failed("another");
    entry.end(1);
    assertThat(line(Format.COMBINED, true, entry)).contains("] \"-\" 400 0 \"-\" \"-\"\n");
    assertThat(line(Format.JSON, true, entry)).contains("\"reason\":\"malformed_request\"");
  }

  @Property
  void jsonIsOneLineOfAsciiThatReadsAsWhatWasSent(
      @ForAll("text") String path, @ForAll("text") String userAgent) throws IOException {
    var line = line(Format.JSON, true, entry(path, "", userAgent, ""));
    assertThat(line).matches("[ -~]*\n");
    var read = MAPPER.readTree(line);
    assertThat(read.path("path").asText()).isEqualTo(utf8(path));
    assertThat(read.path("userAgent").asText()).isEqualTo(utf8(userAgent));
    assertThat(read.path("status").asInt()).isEqualTo(200);
  }

  private static String utf8(String bytes) {
    return new String(bytes.getBytes(ISO_8859_1), UTF_8);
  }

  @Property
  void combinedIsOneLineOfAsciiWithSixQuotes(
      @ForAll("text") String path, @ForAll("text") String userAgent) throws IOException {
    var line = line(Format.COMBINED, true, entry(path, path, userAgent, userAgent));
    assertThat(line).matches("[ -~]*\n");
    assertThat(line.chars().filter(c -> c == '"')).hasSize(6);
    assertThat(line.replaceAll("\\\\x[0-9A-F]{2}", "")).doesNotContain("\\");
  }

  /** Any bytes, one a character. */
  @Provide
  Arbitrary<String> text() {
    return Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(40);
  }
}
