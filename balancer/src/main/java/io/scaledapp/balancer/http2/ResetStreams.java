package io.scaledapp.balancer.http2;

import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which streams the balancer reset not long ago: their client may go on for a moment, since it does
 * not know yet (RFC 9113 section 5.1).
 */
final class ResetStreams extends Http2ConnectionAdapter {
  /** More than can be open at once, so that the client had time to learn of those before. */
  private static final int KEPT = 2 * Http2Codec.MAX_STREAMS;

  private int @Nullable [] ids;
  private int next;

  @Override
  public void onStreamClosed(Http2Stream stream) {
    if (stream.isResetSent()) {
      int[] ids = this.ids == null ? new int[KEPT] : this.ids;
      this.ids = ids;
      ids[next] = stream.id();
      next = (next + 1) % KEPT;
    }
  }

  boolean contains(int streamId) {
    if (ids != null) {
      for (int id : ids) {
        if (id == streamId) {
          return true;
        }
      }
    }
    return false;
  }
}
