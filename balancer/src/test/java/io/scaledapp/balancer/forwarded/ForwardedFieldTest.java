package io.scaledapp.balancer.forwarded;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardedFieldTest {

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      nullValues = "none",
      value = {
        "X-Forwarded-For,       X_FORWARDED_FOR",
        "x-forwarded-for,       X_FORWARDED_FOR",
        "X-FORWARDED-PROTO,     X_FORWARDED_PROTO",
        "X-Forwarded-Host,      X_FORWARDED_HOST",
        "X-Forwarded-Port,      X_FORWARDED_PORT",
        "X-Real-IP,             X_REAL_IP",
        "Forwarded,             FORWARDED",
        "X-Forwarded-Prefix,    OTHER",
        "X-Forwarded-Ssl,       OTHER",
        "X_Forwarded_For,       OTHER",
        "X-Forwarded_Proto,     OTHER",
        "x_real_ip,             OTHER",
        "X-Forwarded-,          none",
        "X-Forwarded,           none",
        "Forwarded2,            none",
        "X-Real-IPs,            none",
        "Host,                  none",
        "X,                     none",
        "Xforwarded-for,        none",
        "User-Agent-Of-Sorts,   none",
        "From-Somewhere,        none",
      })
  void fieldIsKnownByItsName(String name, String field) {
    var head = Unpooled.copiedBuffer("GET" + name + ": x", US_ASCII);

    var found = ForwardedField.of(head, 3, 3 + name.length());

    assertThat(found == null ? null : found.name()).isEqualTo(field);
  }
}
