package io.scaledapp.balancer.compression;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.CompressionPolicy;
import io.scaledapp.balancer.control.CompressionPolicy.Encoding;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptEncodingTest {
  private static final List<Encoding> OFFERED = CompressionPolicy.DEFAULT.encodings();

  private static String chosen(String... lines) {
    var accepted = new AcceptEncoding();
    accepted.read(Heads.request(lines));
    return String.valueOf(accepted.choose(OFFERED, encoding -> true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | GZIP",
        "x-gzip | GZIP",
        "GZip | GZIP",
        "gzip, deflate, br, zstd | ZSTD",
        "gzip, deflate, br | BR",
        "zstd;q=0.5, gzip;q=0.8 | GZIP",
        "zstd;q=0.500, br;q=0.5 | ZSTD",
        "br;q=0.999, gzip;q=1.000 | GZIP",
        "* | ZSTD",
        "zstd;q=0, * | BR",
        "*;q=0, gzip | GZIP",
        "gzip ; Q=0.3 | GZIP",
        "identity;q=0, gzip;q=0.1 | GZIP",
        "identity, gzip | GZIP",
        "'' | null",
        "identity | null",
        "deflate | null",
        "gzip;q=0 | null",
        "gzip;q=0.000 | null",
        "identity;q=1, gzip;q=0.5 | null",
        "gzip;q=0.5, * | ZSTD",
        "identity;q=0 | null",
        "gzip;q=2 | null",
        "gzip;q=1.001 | null",
        "gzip;q=0.1234 | null",
        "gzip;q=-1 | null",
        "gzip;q= | null",
        "gzip;level=9 | null",
        "gzip;q=1;a=b | null",
        "gzip;q=.5 | null",
        "gzip gzip | null",
        "gzip;q=0, gzip | GZIP",
      })
  void theClientsLikingComesBeforeOurs(String field, String expected) {
    assertThat(chosen("Accept-Encoding: " + field)).isEqualTo(expected);
  }

  @Test
  void withoutTheFieldNothingIsCompressed() {
    assertThat(chosen()).isEqualTo("null");
  }

  @Test
  void severalFieldsAreOne() {
    assertThat(chosen("Accept-Encoding: gzip;q=0.1", "X: y", "accept-encoding: br"))
        .isEqualTo("BR");
  }

  @Test
  void whatComesAfterManyElementsCountsForNothing() {
    String[] many = new String[AcceptEncoding.MAX_ELEMENTS - 1];
    Arrays.fill(many, "a");
    String within = String.join(",", many) + ",gzip";
    assertThat(chosen("Accept-Encoding: " + within + ",br")).isEqualTo("GZIP");
    assertThat(chosen("Accept-Encoding: a," + within)).isEqualTo("null");
  }

  @Test
  void encodingThatIsNotUsableIsPassedOver() {
    var accepted = new AcceptEncoding();
    accepted.read(Heads.request("Accept-Encoding: *"));
    assertThat(accepted.choose(OFFERED, encoding -> encoding == Encoding.GZIP))
        .isEqualTo(Encoding.GZIP);
    assertThat(accepted.choose(OFFERED, encoding -> false)).isNull();
  }
}
