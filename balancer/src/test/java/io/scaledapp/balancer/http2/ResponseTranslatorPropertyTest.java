package io.scaledapp.balancer.http2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.AsciiString;
import io.scaledapp.balancer.http1.HeadLimits;
import io.scaledapp.balancer.http1.MessageHead.Progress;
import io.scaledapp.balancer.http1.Method;
import io.scaledapp.balancer.http1.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ResponseTranslatorPropertyTest {

  @Provide
  Arbitrary<List<String>> fields() {
    var names =
        Arbitraries.oneOf(
            Arbitraries.of("content-length", "x-a", "set-cookie", ":status", ":path", "X-B", ""),
            odd());
    var values = Arbitraries.oneOf(Arbitraries.of("0", "7", "200", "a b", " x", ""), odd());
    return Combinators.combine(names, values)
        .as((name, value) -> List.of(name, value))
        .list()
        .ofMaxSize(4)
        .map(all -> all.stream().flatMap(List::stream).toList());
  }

  /** Of the bytes with which a line, a name or a value may end. */
  private static Arbitrary<String> odd() {
    return Arbitraries.strings().withChars("ab:\r\n\0 \t\u007f\u00ff").ofMaxLength(5);
  }

  @Property
  void whatIsWrittenIsOneHeadWithTheSameFieldsOrNone(
      @ForAll("fields") List<String> fields, @ForAll boolean whole, @ForAll Method method) {
    var list = new FieldList();
    list.status("200");
    for (int i = 0; i < fields.size(); i += 2) {
      try {
        list.add(text(fields.get(i)), text(fields.get(i + 1)));
      } catch (IllegalArgumentException e) {
        return;
      }
    }
    ByteBuf out = Unpooled.buffer();
    try {
      new ResponseTranslator(1).write(list, method, whole, out);
    } catch (Http2Exception e) {
      return;
    }
    var head = new ResponseHead(HeadLimits.DEFAULT);
    if (head.read(out) != Progress.COMPLETE) {
      assertThat(head.refusal().reason()).contains("Content-Length");
      return;
    }
    assertThat(out.isReadable()).isFalse();
    var read = new ArrayList<String>();
    for (int i = 0; i < head.fieldCount(); i++) {
      int start = head.nameStart(i);
      read.add(new String(head.bytes(), start, head.nameEnd(i) - start, ISO_8859_1));
      read.add(head.value(i));
    }
    var expected = new ArrayList<>(fields);
    if (whole && method != Method.HEAD && !fields.contains("content-length")) {
      expected.addAll(List.of("content-length", "0"));
    }
    assertThat(read).isEqualTo(expected);
  }

  private static AsciiString text(String text) {
    return new AsciiString(text.getBytes(ISO_8859_1), false);
  }
}
