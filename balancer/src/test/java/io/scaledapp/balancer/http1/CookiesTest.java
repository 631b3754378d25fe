package io.scaledapp.balancer.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookiesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          id=7                     | 7
          a=1; id=7                | 7
          a=1;id=7;b=2             | 7
          id=7; id=8               | 7
          id=                      | ''
          id="7"                   | "7"
          id=a=b                   | a=b
          a=1\\r\\nCookie: id=7    | 7
          ID=7                     | -
          xid=7; idx=8             | -
          a=id=7                   | -
          id                       | -
          ;;;                      | -
          """)
  void cookieIsFoundByItsName(String cookies, String value) {
    var head = new RequestHead(HeadLimits.DEFAULT);
    var text =
        "GET / HTTP/1.1\r\nHost: a\r\nCookie: " + cookies.replace("\\r\\n", "\r\n") + "\r\n\r\n";
    head.read(Unpooled.wrappedBuffer(text.getBytes(ISO_8859_1)));

    long found = Cookies.find(head, "id");

    assertThat(found < 0 ? "-" : head.string(Cookies.start(found), Cookies.end(found)))
        .isEqualTo(value);
  }
}
