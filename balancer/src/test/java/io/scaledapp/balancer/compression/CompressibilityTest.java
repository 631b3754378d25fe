package io.scaledapp.balancer.compression;

import static io.scaledapp.balancer.compression.Compressibility.COMPRESSIBLE;
import static io.scaledapp.balancer.compression.Compressibility.NEVER;
import static io.scaledapp.balancer.compression.Compressibility.WITHOUT_BODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.CompressionPolicy;
import io.scaledapp.balancer.control.CompressionPolicy.Level;
import io.scaledapp.balancer.http1.Method;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressibilityTest {
  private static final String TEXT = "Content-Type: text/plain";

  private static Compressibility of(int status, String... lines) {
    return Compressibility.of(Heads.response(status, lines), Method.GET, CompressionPolicy.DEFAULT);
  }

  private static Compressibility ofType(String type, String... types) {
    var policy =
        new CompressionPolicy(
            CompressionPolicy.DEFAULT.encodings(), 1, List.of(types), Level.BALANCED);
    return Compressibility.of(Heads.response(200, "Content-Type: " + type), Method.GET, policy);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "Text/HTML; charset=utf-8",
        "text/css ;a=b",
        "application/json",
        "application/problem+json",
        "application/javascript",
        "image/svg+xml",
        "application/wasm",
        "font/ttf"
      })
  void commonTypesAreCompressed(String type) {
    assertThat(ofType(type)).isEqualTo(COMPRESSIBLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/event-stream",
        "text/event-stream;charset=utf-8",
        "application/grpc",
        "application/grpc+json",
        "application/grpc-web-text",
        "image/png",
        "font/woff2",
        "application/octet-stream",
        "application/zip",
        "text",
        ""
      })
  void othersAreNot(String type) {
    assertThat(ofType(type)).isEqualTo(NEVER);
  }

  @Test
  void namedTypesTakeThePlaceOfTheCommonOnes() {
    assertThat(ofType("image/bmp", "image/*", "text/event-stream")).isEqualTo(COMPRESSIBLE);
    assertThat(ofType("text/event-stream", "text/event-stream")).isEqualTo(COMPRESSIBLE);
    assertThat(ofType("text/html", "image/*")).isEqualTo(NEVER);
    assertThat(ofType("application/grpc+proto", "application/*")).isEqualTo(NEVER);
  }

  @Test
  void whatMayNotBeChangedPassesAsItIs() {
    assertThat(of(200, TEXT)).isEqualTo(COMPRESSIBLE);
    assertThat(of(404, TEXT)).isEqualTo(COMPRESSIBLE);
    assertThat(of(200, TEXT, "Content-Encoding: br")).isEqualTo(NEVER);
    assertThat(of(200, TEXT, "Content-Encoding: identity")).isEqualTo(NEVER);
    assertThat(of(200, TEXT, "Cache-Control: max-age=1 , No-Transform")).isEqualTo(NEVER);
    assertThat(of(200, TEXT, "Content-Range: bytes 0-1/2")).isEqualTo(NEVER);
    assertThat(of(206, TEXT)).isEqualTo(NEVER);
    assertThat(of(204, TEXT)).isEqualTo(NEVER);
    assertThat(of(200, TEXT, "Content-Digest: sha-256=:AA==:")).isEqualTo(NEVER);
    assertThat(of(200, TEXT, "Repr-Digest: sha-256=:AA==:")).isEqualTo(NEVER);
    assertThat(of(200)).isEqualTo(NEVER);
    assertThat(of(200, TEXT, "Content-Type: text/html")).isEqualTo(NEVER);
  }

  @Test
  void smallAnswersPassAsTheyAreIfTheirLengthIsKnown() {
    assertThat(of(200, TEXT, "Content-Length: 1023")).isEqualTo(NEVER);
    assertThat(of(200, TEXT, "Content-Length: 1024")).isEqualTo(COMPRESSIBLE);
    assertThat(of(200, TEXT, "Transfer-Encoding: chunked")).isEqualTo(COMPRESSIBLE);
  }

  @Test
  void answersWithoutBodyVaryAsThoseWithOne() {
    assertThat(of(304)).isEqualTo(WITHOUT_BODY);
    assertThat(of(304, TEXT)).isEqualTo(WITHOUT_BODY);
    assertThat(of(304, "Content-Type: image/png")).isEqualTo(NEVER);
    var head = Heads.response(200, TEXT, "Content-Length: 5000");
    assertThat(Compressibility.of(head, Method.HEAD, CompressionPolicy.DEFAULT))
        .isEqualTo(WITHOUT_BODY);
  }
}
