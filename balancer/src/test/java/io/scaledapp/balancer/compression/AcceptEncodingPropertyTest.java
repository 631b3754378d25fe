package io.scaledapp.balancer.compression;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.CompressionPolicy.Encoding;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** The parser against a slow one that is written as the RFC says it. */
class AcceptEncodingPropertyTest {
  private static final List<Encoding> OFFERED = List.of(Encoding.BR, Encoding.ZSTD, Encoding.GZIP);
  private static final Pattern ELEMENT =
      Pattern.compile("([^;]*?)[ \t]*(?:;[ \t]*[qQ]=(0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?))?");

  @Provide
  Arbitrary<String> fields() {
    var element =
        Arbitraries.of(
                "gzip",
                "br",
                "zstd",
                "x-gzip",
                "identity",
                "*",
                "deflate",
                "GZIP",
                ";",
                "q=",
                "Q=",
                "0",
                "1",
                ".",
                "5",
                "001",
                "q=0",
                ";q=1",
                "; q=0.7",
                ";q=0.25",
                ",",
                ",",
                ", ",
                " ",
                "\t",
                "")
            .list()
            .ofMaxSize(40);
    return element.map(parts -> String.join("", parts).strip());
  }

  @Property(tries = 5000)
  void choosesWhatTheReferenceChooses(
      @ForAll("fields") String field, @ForAll("fields") String other) {
    var accepted = new AcceptEncoding();
    accepted.read(Heads.request("Accept-Encoding: " + field, "Accept-Encoding: " + other));
    assertThat(accepted.choose(OFFERED, encoding -> true)).isEqualTo(reference(field, other));
  }

  private static @Nullable Encoding reference(String... fields) {
    Map<String, BigDecimal> weights = weights(fields);
    BigDecimal others = weights.getOrDefault("*", BigDecimal.ZERO);
    BigDecimal identity = weights.getOrDefault("identity", others);
    Encoding best = null;
    BigDecimal most = BigDecimal.ZERO;
    for (Encoding encoding : OFFERED) {
      BigDecimal weight = weights.getOrDefault(encoding.name().toLowerCase(Locale.ROOT), others);
      if (weight.compareTo(most) > 0) {
        best = encoding;
        most = weight;
      }
    }
    return most.compareTo(identity) < 0 ? null : best;
  }

  private static Map<String, BigDecimal> weights(String... fields) {
    var weights = new HashMap<String, BigDecimal>();
    int elements = 0;
    for (String field : fields) {
      // A comma at the end begins no further element.
      String list = field.endsWith(",") ? field.substring(0, field.length() - 1) : field;
      for (String element : field.isEmpty() ? new String[0] : list.split(",", -1)) {
        if (elements++ == AcceptEncoding.MAX_ELEMENTS) {
          return weights;
        }
        Matcher matcher = ELEMENT.matcher(element.replaceAll("^[ \t]+|[ \t]+$", ""));
        if (matcher.matches()) {
          String weight = matcher.group(2) == null ? "1" : matcher.group(2);
          String name = matcher.group(1).toLowerCase(Locale.ROOT);
          weights.put(
              name.equals("x-gzip") ? "gzip" : name,
              new BigDecimal(weight.endsWith(".") ? weight + "0" : weight));
        }
      }
    }
    return weights;
  }
}
