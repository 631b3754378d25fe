package io.scaledapp.e2e.soak;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Buffers that were collected before anybody released them; every single one is followed. */
final class Leaks implements AutoCloseable {
  private final Queue<String> found = new ConcurrentLinkedQueue<>();
  private final ResourceLeakDetector.Level levelBefore = ResourceLeakDetector.getLevel();

  Leaks() {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    ByteBufUtil.setLeakListener((type, records) -> found.add(type + records));
  }

  Queue<String> found() {
    System.gc();
    // A detector reports when the next buffer is allocated.
    ByteBufAllocator.DEFAULT.directBuffer(1).release();
    ByteBufAllocator.DEFAULT.heapBuffer(1).release();
    return found;
  }

  @Override
  public void close() {
    ResourceLeakDetector.setLevel(levelBefore);
  }
}
