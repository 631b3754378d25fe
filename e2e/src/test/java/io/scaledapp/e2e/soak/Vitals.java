package io.scaledapp.e2e.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.scaledapp.e2e.balancer.RunningBalancer;
import java.lang.management.ManagementFactory;

/**
 * What this process holds; everything of the test but the balancer is closed when it is measured.
 *
 * @param clientConnections of the balancer
 * @param concurrency requests in flight, over all apps
 * @param files open file descriptors
 * @param bufferBytes that the allocator of the balancer's buffers has reserved, on and off the heap
 * @param heapBytes used after a collection
 */
record Vitals(
    int clientConnections, int concurrency, long files, long bufferBytes, long heapBytes) {

  static Vitals of(RunningBalancer balancer) {
    System.gc();
    var runtime = Runtime.getRuntime();
    var buffers = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
    return new Vitals(
        balancer.clientConnections(),
        balancer.load().apps().stream().mapToInt(app -> app.concurrency()).sum(),
        ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getOpenFileDescriptorCount(),
        buffers.usedDirectMemory() + buffers.usedHeapMemory(),
        runtime.totalMemory() - runtime.freeMemory());
  }
}
