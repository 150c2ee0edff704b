package io.github.lunostreams.benchmarks.servers;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process takes.
 *
 * @param heapBytes in use after a full collection
 * @param directBytes that Netty's allocator has outside of the heap
 * @param residentBytes that the system counts for the process; 0 where it does not tell
 * @param threads that live
 * @param files descriptors that are open, sockets included; 0 where the system does not tell
 */
public record Footprint(
    long heapBytes, long directBytes, long residentBytes, long threads, long files) {
  private static final int COLLECTIONS = 2;
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";

  /** This process's. Collects the garbage first. */
  static Footprint now() throws IOException {
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
    return new Footprint(heap, direct, resident(), threads, files);
  }

  private static long resident() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(RESIDENT))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToLong(Long::parseLong)
          .map(kibibytes -> kibibytes << 10)
          .findFirst()
          .orElse(0);
    }
  }

  /**
   * From an answer.
   *
   * @param numbers those of {@link #toString}
   * @return the same
   */
  public static Footprint of(List<Long> numbers) {
    return new Footprint(
        numbers.get(0), numbers.get(1), numbers.get(2), numbers.get(3), numbers.get(4));
  }

  /** {@return what it has taken for itself, on the heap and outside} */
  public long liveBytes() {
    return heapBytes + directBytes;
  }

  @Override
  public String toString() {
    return heapBytes + " " + directBytes + " " + residentBytes + " " + threads + " " + files;
  }
}
