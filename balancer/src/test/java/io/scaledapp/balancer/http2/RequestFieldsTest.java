package io.scaledapp.balancer.http2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestFieldsTest {

  private static List<String> of(String head) {
    var read = new ArrayList<String>();
    for (var field : RequestFields.of(Unpooled.wrappedBuffer(head.getBytes(ISO_8859_1)), false)) {
      read.add(field.getKey() + "=" + field.getValue());
    }
    return read;
  }

  @Test
  void pseudoFieldsComeFirstWhereverHostStands() {
    assertThat(of("GET /a?b HTTP/1.1\r\nX-A: 1\r\nHost: app:80\r\nX-B:2 \r\n\r\n"))
        .containsExactly(
            ":method=GET", ":scheme=http", ":path=/a?b", ":authority=app:80", "x-a=1", "x-b=2");
  }

  @Test
  void whatConcernsTheConnectionIsLeftOut() {
    assertThat(
            of(
                "OPTIONS * HTTP/1.1\r\nHost: app\r\nTransfer-Encoding: chunked\r\n"
                    + "TE: trailers\r\nConnection: TE\r\n\r\n"))
        .containsExactly(
            ":method=OPTIONS", ":scheme=http", ":path=*", ":authority=app", "te=trailers");
  }

  @Test
  void emptyHostAndEmptyValuesAreNoFault() {
    assertThat(of("GET / HTTP/1.1\r\nHost:\r\nX-A:\r\nX-B: \t\r\n\r\n"))
        .containsExactly(":method=GET", ":scheme=http", ":path=/", "x-a=", "x-b=");
  }
}
