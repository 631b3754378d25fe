package io.scaledapp.balancer.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts bytes into the reads in which they might arrive. */
final class Splits {
  private Splits() {}

  /**
   * @param sizes of the reads, over and over; each at least 1
   */
  static List<ByteBuf> of(byte[] bytes, List<Integer> sizes) {
    var reads = new ArrayList<ByteBuf>();
    int at = 0;
    for (int i = 0; at < bytes.length; i++) {
      int end = Math.min(bytes.length, at + sizes.get(i % sizes.size()));
      reads.add(Unpooled.wrappedBuffer(Arrays.copyOfRange(bytes, at, end)));
      at = end;
    }
    return reads;
  }
}
