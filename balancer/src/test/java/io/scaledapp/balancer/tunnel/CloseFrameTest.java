package io.scaledapp.balancer.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloseFrameTest {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void peerReadsCodeAndReason(boolean masked) {
    var peer = new EmbeddedChannel(new WebSocket13FrameDecoder(masked, false, 65_536));
    peer.writeInbound(WebSocketFrames.close(1001, "going away – ü", masked));

    CloseWebSocketFrame read = peer.readInbound();

    assertThat(read.statusCode()).isEqualTo(1001);
    assertThat(read.reasonText()).isEqualTo("going away – ü");
    read.release();
    peer.finishAndReleaseAll();
  }

  @Test
  void unmaskedFrameHasTheBytesOfTheSpecification() {
    ByteBuf frame = WebSocketFrames.close(1000, "ok", false);

    assertThat(frame)
        .isEqualTo(
            Unpooled.wrappedBuffer(
                new byte[] {(byte) 0x88, 4, 0x03, (byte) 0xE8}, "ok".getBytes(UTF_8)));
  }

  @Test
  void trackerSeesItsOwnCloseAsAWholeFrame() {
    var frames = new WebSocketFrames();

    frames.accept(WebSocketFrames.close(1001, "x".repeat(123), true));

    assertThat(frames.sawClose()).isTrue();
    assertThat(frames.atBoundary()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 2999, 5000})
  void codeThatMayNotBeSentIsRefused(int code) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebSocketFrames.close(code, "", false))
        .withMessageContaining("code " + code);
  }

  @Test
  void reasonThatDoesNotFitIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebSocketFrames.close(1000, "ü".repeat(62), false))
        .withMessageContaining("124 bytes");
  }
}
