package io.scaledapp.operator.control;

import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.TableDelta;
import io.scaledapp.balancer.control.wire.Frame;
import io.scaledapp.balancer.control.wire.FrameCodec;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bytes of updates, made once for all balancers that are at the same table. One thread. */
final class EncodedUpdates {
  /** In place of a base's sequence, for the whole table. */
  private static final long WHOLE = -1;

  private final Map<Long, Buffer> frames = new HashMap<>();
  private @Nullable RoutingTable table;

  Buffer of(TableFeed.Update update) {
    if (table != update.table()) {
      table = update.table();
      frames.clear();
    }
    var base = update.base();
    return frames.computeIfAbsent(
        base == null ? WHOLE : base.sequence(), sequence -> FrameCodec.encode(frame(update)));
  }

  private static Frame frame(TableFeed.Update update) {
    var base = update.base();
    return base == null
        ? new Frame.Table(update.table())
        : new Frame.Delta(TableDelta.between(base, update.table()));
  }
}
