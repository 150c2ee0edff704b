package io.github.lunostreams.benchmarks.load;

/**
 * What clients got in some time.
 *
 * @param frames of all clients together
 * @param bytes of their texts
 * @param nanos how long that took
 */
public record Delivered(long frames, long bytes, long nanos) {
  private static final double SECOND = 1e9;

  /** {@return frames a second} */
  public double perSecond() {
    return frames * SECOND / nanos;
  }

  /** {@return the average size of a frame's text} */
  public double frameBytes() {
    return frames == 0 ? 0 : (double) bytes / frames;
  }
}
