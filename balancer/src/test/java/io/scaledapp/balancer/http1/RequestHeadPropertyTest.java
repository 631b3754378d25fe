package io.scaledapp.balancer.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.scaledapp.balancer.http1.MessageHead.Progress;
import io.scaledapp.balancer.http1.Requests.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RequestHeadPropertyTest {

  @Provide
  Arbitrary<Request> requests() {
    return Requests.requests();
  }

  @Provide
  Arbitrary<byte[]> mutated() {
    return Requests.mutated();
  }

  @Property
  void rightRequestIsReadAsItWasWritten(@ForAll("requests") Request request) {
    var head = new RequestHead(HeadLimits.DEFAULT);
    ByteBuf in = Unpooled.wrappedBuffer(request.bytes(), "rest".getBytes(ISO_8859_1));
    assertThat(head.read(in)).isEqualTo(Progress.COMPLETE);
    assertThat(in.toString(ISO_8859_1)).isEqualTo("rest");
    assertThat(head.string(head.line().start(), head.line().methodEnd()))
        .isEqualTo(request.method());
    assertThat(head.string(head.line().pathStart(), head.line().targetEnd()))
        .isEqualTo(request.target());
    assertThat(head.fieldCount()).isEqualTo(1 + request.fields().size());
    for (int i = 0; i < request.fields().size(); i++) {
      var field = request.fields().get(i);
      assertThat(head.string(head.nameStart(i + 1), head.nameEnd(i + 1))).isEqualTo(field.name());
      assertThat(head.value(i + 1)).isEqualTo(field.value());
    }
  }

  @Property
  void anySplitIntoReadsGivesTheSame(
      @ForAll("mutated") byte[] bytes,
      @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 80) Integer> sizes) {
    assertThat(reading(Splits.of(bytes, sizes)))
        .isEqualTo(reading(List.of(Unpooled.wrappedBuffer(bytes))));
  }

  /** What a reader makes of the bytes that forgives all it can: bare line feeds, stray blanks. */
  @Property
  void forgivingReaderReadsNoOtherRequest(@ForAll("mutated") byte[] bytes) {
    var head = new RequestHead(HeadLimits.DEFAULT);
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    if (head.read(in) != Progress.COMPLETE) {
      return;
    }
    String text = new String(bytes, ISO_8859_1).stripLeading();
    String[] lines = text.split("\r?\n|\r", -1);
    assertThat(lines[0].split("[ \t]+", -1)).hasSize(3);
    var forgiven = new ArrayList<String>();
    int line = 1;
    for (; line < lines.length && !lines[line].isBlank(); line++) {
      int colon = lines[line].indexOf(':');
      assertThat(colon).isPositive();
      forgiven.add(
          (lines[line].substring(0, colon) + "=" + lines[line].substring(colon + 1).strip())
              .toLowerCase(Locale.ROOT));
    }
    assertThat(fields(head)).isEqualTo(forgiven);
    assertThat(forgiven.stream().filter(field -> field.startsWith("host="))).hasSize(1);
    assertThat(
            forgiven.stream()
                .filter(field -> field.matches("(content-length|transfer-encoding)=.*")))
        .hasSizeLessThanOrEqualTo(1);
  }

  private static List<String> fields(RequestHead head) {
    var fields = new ArrayList<String>();
    for (int i = 0; i < head.fieldCount(); i++) {
      String name = head.string(head.nameStart(i), head.nameEnd(i));
      fields.add((name + "=" + head.value(i).strip()).toLowerCase(Locale.ROOT));
    }
    return fields;
  }

  private static String reading(List<ByteBuf> reads) {
    var head = new RequestHead(HeadLimits.DEFAULT);
    int unread = 0;
    Progress progress = Progress.INCOMPLETE;
    for (ByteBuf read : reads) {
      if (progress == Progress.INCOMPLETE) {
        progress = head.read(read);
      }
      unread += read.readableBytes();
    }
    return switch (progress) {
      case INCOMPLETE -> "incomplete";
      case REFUSED -> head.refusal().toString();
      case COMPLETE ->
          unread + fields(head).toString() + head.chunked() + head.contentLength() + head.method();
    };
  }
}
