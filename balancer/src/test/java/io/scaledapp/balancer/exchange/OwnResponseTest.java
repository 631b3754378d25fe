package io.scaledapp.balancer.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.scaledapp.balancer.exchange.OwnResponse.Form;
import io.scaledapp.balancer.http1.Cause;
import io.scaledapp.balancer.http1.Refusal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OwnResponseTest {

  private static String response(Cause cause, Form form) {
    var refusal = new Refusal(cause, "words");
    var bytes = OwnResponse.of(refusal, true, form, UnpooledByteBufAllocator.DEFAULT);
    try {
      return bytes.toString(US_ASCII);
    } finally {
      bytes.release();
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachCauseHasAStatusWithItsPhrase(Cause cause) {
    assertThat(response(cause, Form.TEXT))
        .matches("(?s)HTTP/1\\.1 " + cause.status() + " [A-Z][A-Za-z ]+\r\n.*")
        .endsWith(".\n");
  }

  /** A Dictionary's member with two parameters: a Token and a String (RFC 8941). */
  @ParameterizedTest
  @EnumSource
  void eachCauseIsAProxyStatus(Cause cause) {
    for (Form form : Form.values()) {
      assertThat(response(cause, form))
          .containsPattern(
              "\r\nProxy-Status: scaledapp; error=[a-z][a-z_]*; details=\""
                  + cause.code()
                  + "\"\r");
    }
  }
}
