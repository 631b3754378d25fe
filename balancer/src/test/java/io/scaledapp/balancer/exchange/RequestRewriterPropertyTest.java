package io.scaledapp.balancer.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.scaledapp.balancer.forwarded.ForwardedHeaders;
import io.scaledapp.balancer.forwarded.Peer;
import io.scaledapp.balancer.forwarded.TrustedProxies;
import io.scaledapp.balancer.http1.FieldName;
import io.scaledapp.balancer.http1.HeadLimits;
import io.scaledapp.balancer.http1.MessageHead.Progress;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.http1.Requests;
import io.scaledapp.balancer.trace.TraceLine;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RequestRewriterPropertyTest {
  private final RequestRewriter rewriter = new RequestRewriter();

  @Provide
  Arbitrary<byte[]> mutated() {
    return Requests.mutated();
  }

  @Property
  void replicaReadsTheRequestThatTheBalancerRead(@ForAll("mutated") byte[] bytes) {
    var received = new RequestHead(HeadLimits.DEFAULT);
    if (received.read(Unpooled.wrappedBuffer(bytes)) != Progress.COMPLETE) {
      return;
    }
    var client =
        ForwardedHeaders.of(
            Peer.plain(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 51_000),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080)),
            TrustedProxies.NONE);
    ByteBuf sent =
        rewriter.rewrite(
            received,
            client,
            "localhost:8080",
            false,
            null,
            null,
            UnpooledByteBufAllocator.DEFAULT);
    var read = new RequestHead(new HeadLimits(8192, 20_000, 120));
    assertThat(read.read(sent)).isEqualTo(Progress.COMPLETE);
    assertThat(sent.isReadable()).isFalse();
    assertThat(text(read, read.line().start(), read.line().targetEnd()))
        .isEqualTo(text(received, received.line().start(), received.line().targetEnd()));
    assertThat(read.chunked()).isEqualTo(received.chunked());
    assertThat(read.contentLength()).isEqualTo(received.contentLength());
    assertThat(read.keepAlive()).isTrue();
    assertThat(endToEnd(read)).isEqualTo(endToEnd(received));
    sent.release();
  }

  @Property
  void lineOfTheTraceReplacesWhatWasReceivedAndNothingElse(@ForAll("mutated") byte[] bytes) {
    var received = new RequestHead(HeadLimits.DEFAULT);
    if (received.read(Unpooled.wrappedBuffer(bytes)) != Progress.COMPLETE) {
      return;
    }
    var client =
        ForwardedHeaders.of(
            Peer.plain(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 51_000),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080)),
            TrustedProxies.NONE);
    var line = new TraceLine();
    line.beginTrace("0af7651916cd43dd8448eb211c80319c");
    line.span("b7ad6b7169203331");
    ByteBuf sent =
        rewriter.rewrite(
            received,
            client,
            "localhost:8080",
            false,
            null,
            line,
            UnpooledByteBufAllocator.DEFAULT);
    line.span("00f067aa0ba902b7");
    line.renew(sent);
    var read = new RequestHead(new HeadLimits(8192, 20_000, 120));
    assertThat(read.read(sent)).isEqualTo(Progress.COMPLETE);
    assertThat(read.value(read.traceparentField()))
        .isEqualTo("00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-00");
    assertThat(withoutTrace(read)).isEqualTo(withoutTrace(received));
    sent.release();
  }

  private static List<String> withoutTrace(RequestHead head) {
    return endToEnd(head).stream()
        .filter(field -> !field.toLowerCase(Locale.ROOT).matches("(?s)trace(parent|state)=.*"))
        .toList();
  }

  private static List<String> endToEnd(RequestHead head) {
    var fields = new ArrayList<String>();
    for (int field = 0; field < head.fieldCount(); field++) {
      if (head.isEndToEnd(field) && head.name(field).role() != FieldName.Role.FORWARDED) {
        fields.add(
            text(head, head.nameStart(field), head.nameEnd(field)) + "=" + head.value(field));
      }
    }
    return fields;
  }

  private static String text(RequestHead head, int start, int end) {
    return new String(head.bytes(), start, end - start, ISO_8859_1);
  }
}
