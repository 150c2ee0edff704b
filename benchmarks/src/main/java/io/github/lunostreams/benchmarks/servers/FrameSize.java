package io.github.lunostreams.benchmarks.servers;

/**
 * How large frames are: those of the gateway by the depth of the book in them, the others' to match
 * it.
 *
 * @param words in tables
 * @param depth levels a side
 * @param bytes of text that a book of XBTZAR cut to that depth takes on average
 */
public record FrameSize(String words, int depth, int bytes) {
  /** Small. */
  public static final FrameSize SMALL = new FrameSize("200 B", 2, 205);

  /** Large. */
  public static final FrameSize LARGE = new FrameSize("3 KB", 60, 2_950);
}
