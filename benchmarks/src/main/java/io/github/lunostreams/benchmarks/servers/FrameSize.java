package io.github.lunostreams.benchmarks.servers;

/**
 * The size of the frames. The gateway's depends on the depth of the book; the other servers pad
 * theirs to match.
 *
 * @param title its name in tables
 * @param depth levels a side
 * @param bytes the average text of a book of XBTZAR at that depth
 */
public record FrameSize(String title, int depth, int bytes) {
  /** About 200 bytes. */
  public static final FrameSize SMALL = new FrameSize("200 B", 2, 205);

  /** About 3,000 bytes. */
  public static final FrameSize LARGE = new FrameSize("3 KB", 60, 2_950);
}
