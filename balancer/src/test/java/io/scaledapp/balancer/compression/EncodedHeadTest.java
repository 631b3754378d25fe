package io.scaledapp.balancer.compression;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.scaledapp.balancer.control.CompressionPolicy.Encoding;
import org.junit.jupiter.api.Test;

class EncodedHeadTest {

  private static String encoded(String... lines) {
    var out = Unpooled.buffer();
    EncodedHead.encoded(Heads.response(200, lines), Encoding.GZIP, out);
    return out.toString(ISO_8859_1);
  }

  private static String varying(boolean weakens, String... lines) {
    var out = Unpooled.buffer();
    EncodedHead.varying(Heads.response(304, lines), weakens, out);
    return out.toString(ISO_8859_1);
  }

  @Test
  void whatSpeaksOfTheAppsBytesGoesAndItsValidatorBecomesWeak() {
    assertThat(
            encoded(
                "X-A: b",
                "Content-Length: 7",
                "ETag: \"v1\"",
                "accept-ranges: bytes",
                "Set-Cookie: a=b"))
        .isEqualTo(
            "HTTP/1.1 200 \r\nX-A: b\r\nETag: W/\"v1\"\r\nSet-Cookie: a=b\r\n"
                + "Content-Encoding: gzip\r\nVary: Accept-Encoding\r\n\r\n");
  }

  @Test
  void aWeakValidatorStaysAndTheFramingGoes() {
    assertThat(encoded("etag: W/\"v1\"", "Transfer-Encoding: chunked"))
        .isEqualTo(
            "HTTP/1.1 200 \r\netag: W/\"v1\"\r\n"
                + "Content-Encoding: gzip\r\nVary: Accept-Encoding\r\n\r\n");
  }

  @Test
  void varyIsNotSaidTwice() {
    assertThat(varying(false, "Vary: Cookie, accept-encoding"))
        .isEqualTo("HTTP/1.1 304 \r\nVary: Cookie, accept-encoding\r\n\r\n");
    assertThat(varying(false, "Vary: *")).isEqualTo("HTTP/1.1 304 \r\nVary: *\r\n\r\n");
    assertThat(varying(false, "Vary: Cookie"))
        .isEqualTo("HTTP/1.1 304 \r\nVary: Cookie\r\nVary: Accept-Encoding\r\n\r\n");
  }

  @Test
  void lengthAndRangesOfTheAppsBytesGoWithoutABodyToo() {
    assertThat(varying(true, "Content-Length: 7", "Accept-Ranges: bytes", "X-A: b"))
        .isEqualTo("HTTP/1.1 304 \r\nX-A: b\r\nVary: Accept-Encoding\r\n\r\n");
    assertThat(varying(false, "Content-Length: 7")).contains("\r\nContent-Length: 7\r\n");
  }

  @Test
  void validatorWithoutABodyIsWeakenedOnDemand() {
    assertThat(varying(true, "ETag: \"a\"")).contains("\r\nETag: W/\"a\"\r\n");
    assertThat(varying(false, "ETag: \"a\"")).contains("\r\nETag: \"a\"\r\n");
  }
}
