package io.scaledapp.balancer;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test class after which a buffer was collected that nobody had released. */
public final class LeakCheck implements AfterAllCallback {

  @Override
  public void afterAll(ExtensionContext context) {
    if (ResourceLeakDetector.getLevel() != ResourceLeakDetector.Level.PARANOID) {
      throw new AssertionError(
          "run with -Dio.netty.leakDetection.level=paranoid, as the build does");
    }
    System.gc();
    // A detector reports when the next buffer is allocated.
    PooledByteBufAllocator.DEFAULT.directBuffer(1).release();
    PooledByteBufAllocator.DEFAULT.heapBuffer(1).release();
    String leak = RecordingLeakDetector.LEAKS.poll();
    if (leak != null) {
      throw new AssertionError("a buffer was not released: " + leak);
    }
  }
}
