package io.github.lunostreams.benchmarks.book;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Counts what the benchmark's own thread allocates between the end of a setup and the start of the
 * teardown. JMH's gc profiler would add what setups allocate, and they build whole books.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Bytes allocated so far in this iteration. */
  public long allocatedBytes;

  /** Invocations so far in this iteration. */
  public long countedInvocations;

  private long before;

  /** Called by JMH. */
  public Allocation() {}

  /** The last thing that a setup does. */
  void start() {
    before = THREADS.getCurrentThreadAllocatedBytes();
  }

  /** The first thing that a teardown does. */
  void stop() {
    allocatedBytes += THREADS.getCurrentThreadAllocatedBytes() - before;
    countedInvocations++;
  }
}
