package io.github.lunostreams.benchmarks.book;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Counts what the benchmark's thread allocates between the end of a setup and the start of the
 * teardown. JMH's gc profiler would count what setups allocate too, and they build whole books.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Bytes in this iteration. */
  public long allocatedBytes;

  /** Invocations in this iteration. */
  public long countedInvocations;

  private long before;

  /** The last thing in a setup. */
  void start() {
    before = THREADS.getCurrentThreadAllocatedBytes();
  }

  /** The first thing in a teardown. */
  void stop() {
    allocatedBytes += THREADS.getCurrentThreadAllocatedBytes() - before;
    countedInvocations++;
  }
}
