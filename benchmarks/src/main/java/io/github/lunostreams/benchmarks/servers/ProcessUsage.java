package io.github.lunostreams.benchmarks.servers;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * The resources that a process uses.
 *
 * @param heapBytes used after a full collection
 * @param directBytes of Netty's allocator outside of the heap
 * @param threads alive
 * @param files open descriptors, sockets included; 0 where the system does not tell
 */
public record ProcessUsage(long heapBytes, long directBytes, long threads, long files) {
  private static final int COLLECTIONS = 2;

  /** This process's usage, after a full collection. */
  static ProcessUsage now() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < COLLECTIONS; i++) {
      runtime.gc();
    }
    long heap = runtime.totalMemory() - runtime.freeMemory();
    long direct =
        ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider
            ? provider.metric().usedDirectMemory()
            : 0;
    long files =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getOpenFileDescriptorCount()
            : 0;
    int threads = ManagementFactory.getThreadMXBean().getThreadCount();
    return new ProcessUsage(heap, direct, threads, files);
  }

  /** Reads an answer: the numbers of {@link #toString}. */
  public static ProcessUsage of(List<Long> numbers) {
    return new ProcessUsage(numbers.get(0), numbers.get(1), numbers.get(2), numbers.get(3));
  }

  @Override
  public String toString() {
    return heapBytes + " " + directBytes + " " + threads + " " + files;
  }
}
