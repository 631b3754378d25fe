package io.scaledapp.balancer.control.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scaledapp.balancer.control.LoadDelta;
import io.scaledapp.balancer.control.Messages;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.TableDelta;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FrameCodecPropertyTest {

  @Provide
  Arbitrary<List<Frame>> streams() {
    return frames().list().ofMaxSize(6);
  }

  @Provide
  Arbitrary<Frame> frames() {
    var words = Messages.words();
    var versions = Arbitraries.integers();
    var numbers = Combinators.combine(Arbitraries.longs(), Arbitraries.longs());
    return Arbitraries.oneOf(
        Combinators.combine(versions, words, words, words).as(Frame.Hello::new),
        versions.map(version -> new Frame.Welcome(version, version % 2 == 0)),
        words.map(Frame.Refused::new),
        Messages.reports().map(Frame.Load::new),
        Combinators.combine(Messages.reports(), Messages.reports())
            .as((base, next) -> new Frame.LoadChange(LoadDelta.between(base, next))),
        Messages.tables().map(Frame.Table::new),
        Messages.tables().tuple2().map(two -> new Frame.Delta(delta(two.get1(), two.get2()))),
        numbers.as(Frame.Ack::new),
        numbers.as(Frame.Superseded::new),
        Arbitraries.of(new Frame.Leaving(), new Frame.Left(), new Frame.Heartbeat()));
  }

  private static TableDelta delta(RoutingTable base, RoutingTable next) {
    return TableDelta.between(base, new RoutingTable(base.term(), next.sequence(), next.apps()));
  }

  @Property(tries = 300)
  void framesArriveAsTheyWereSentHoweverTheBytesAreCut(
      @ForAll("streams") List<Frame> sent, @ForAll List<Integer> cuts) {
    var bytes = Buffer.buffer();
    sent.forEach(frame -> bytes.appendBuffer(FrameCodec.encode(frame)));
    var received = new ArrayList<Frame>();
    var reader = new FrameReader(16 << 20, received::add, FrameCodecPropertyTest::fail);
    int at = 0;
    for (int cut : cuts) {
      int end = at + Math.floorMod(cut, bytes.length() - at + 1);
      reader.handle(bytes.getBuffer(at, end));
      at = end;
    }
    reader.handle(bytes.getBuffer(at, bytes.length()));
    assertThat(received).isEqualTo(sent);
  }

  @Property(tries = 300)
  void garbageIsAFrameExceptionAndNothingElse(@ForAll byte[] garbage) {
    try {
      var frame = FrameCodec.decode(garbage);
      assertThat(frame).isInstanceOf(Frame.Unknown.class);
    } catch (FrameException e) {
      assertThat(e).hasMessageStartingWith("not a frame");
    }
  }

  @Property(tries = 300)
  void textThatIsCutShortIsNoFrame(@ForAll("frames") Frame frame, @ForAll int cut) {
    byte[] text =
        FrameCodec.encode(frame).getBytes(FrameCodec.HEADER, FrameCodec.encode(frame).length());
    byte[] half = Buffer.buffer(text).getBytes(0, Math.floorMod(cut, text.length));
    assertThatThrownBy(() -> FrameCodec.decode(half)).isInstanceOf(FrameException.class);
  }

  private static void fail(FrameException failure) {
    throw new AssertionError(failure);
  }
}
