package io.scaledapp.balancer.control.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
  private final List<Frame> frames = new ArrayList<>();
  private final List<FrameException> failures = new ArrayList<>();
  private final FrameReader reader = new FrameReader(100, frames::add, failures::add);

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 101, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void lengthOutOfBoundsIsRefusedBeforeTheTextComes(int length) {
    reader.handle(Buffer.buffer().appendInt(length));
    assertThat(failures).hasSize(1);
    assertThat(failures.getFirst()).hasMessageContaining("1 to 100 bytes");
  }

  @Test
  void nothingIsReadAfterAFailure() {
    reader.handle(Buffer.buffer().appendInt(3).appendString("{no"));
    reader.handle(FrameCodec.encode(new Frame.Heartbeat()));
    assertThat(failures).hasSize(1);
    assertThat(frames).isEmpty();
  }

  @Test
  void frameInTheBytesAfterABadOneIsNotReadEither() {
    reader.handle(
        Buffer.buffer()
            .appendInt(3)
            .appendString("{no")
            .appendBuffer(FrameCodec.encode(new Frame.Heartbeat())));
    assertThat(failures).hasSize(1);
    assertThat(frames).isEmpty();
  }

  @Test
  void limitCanBeRaised() {
    var refusal = new Frame.Refused("x".repeat(200));
    reader.limit(1_000);
    reader.handle(FrameCodec.encode(refusal));
    assertThat(frames).containsExactly(refusal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'load'}",
        "{'type':'load','report':null}",
        "{'type':'table','table':{'apps':[null]}}",
        "{'type':'table','table':{'apps':[{'app':'a/b','policy':'IP_HASH'}]}}",
        "{'type':'ack','term':'3'}",
        "{'type':'ack','term':1.5}",
        "{'type':'ack'} 1",
        "[]",
        "null",
        "1"
      })
  void fieldThatIsNotWhatItMustBeIsNoFrame(String text) {
    reader.limit(1_000);
    reader.handle(Buffer.buffer().appendInt(text.length()).appendString(text.replace('\'', '"')));
    assertThat(failures).hasSize(1);
    assertThat(frames).isEmpty();
  }

  @Test
  void deepNestingIsNoFrame() {
    var deep = "{\"type\":\"later\",\"x\":" + "[".repeat(60) + "]".repeat(60) + "}";
    reader.limit(1_000);
    reader.handle(Buffer.buffer().appendInt(deep.length()).appendString(deep));
    assertThat(failures).hasSize(1);
  }

  @Test
  void tokenIsNotInWhatIsLogged() {
    assertThat(new Frame.Hello(1, "balancer-0", "uid", "secret").toString())
        .contains("balancer-0")
        .doesNotContain("secret");
  }
}
