package io.github.lunostreams.benchmarks.memory;

/** This JVM's heap. */
final class Heap {
  private static final int COLLECTIONS = 3;

  private Heap() {}

  /**
   * What is in use after a full collection; bytes. The last of some: the first leave references.
   * Nothing is allocated in between, for the first object after a collection takes a whole
   * thread-local buffer, of megabytes, into use.
   */
  static long live() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < COLLECTIONS; i++) {
      runtime.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
