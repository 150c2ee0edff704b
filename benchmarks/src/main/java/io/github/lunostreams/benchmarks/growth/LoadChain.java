package io.github.lunostreams.benchmarks.growth;

import java.util.SplittableRandom;

/**
 * Cache lines, of which each tells where the next one to look at is: one round through all. Who
 * goes through it waits for each before it can ask for the next, and so learns how long memory
 * takes to answer.
 */
final class LoadChain {
  /** Of the book's arrays, for each order in it; what is in reserve for more is not touched. */
  static final int BYTES_AN_ORDER = 54;

  private static final int LINE_BYTES = 64;
  private static final int INTS_A_LINE = LINE_BYTES / Integer.BYTES;

  /** Only the first of each line is looked at. */
  private final int[] next;

  /** Where the last look ended. */
  private int at;

  private LoadChain(int lines) {
    int[] round = new int[lines];
    for (int i = 0; i < lines; i++) {
      round[i] = i;
    }
    SplittableRandom random = new SplittableRandom(1);
    // Sattolo's shuffle: one round, none of fewer lines.
    for (int i = lines - 1; i > 0; i--) {
      int other = random.nextInt(i);
      int swapped = round[i];
      round[i] = round[other];
      round[other] = swapped;
    }
    next = new int[lines * INTS_A_LINE];
    for (int i = 0; i < lines; i++) {
      next[i * INTS_A_LINE] = round[i] * INTS_A_LINE;
    }
  }

  /**
   * As much memory as a book touches.
   *
   * @param orders in it
   * @return new lines
   */
  static LoadChain ofBook(int orders) {
    return new LoadChain(orders * BYTES_AN_ORDER / LINE_BYTES);
  }

  /** {@return how many lines there are} */
  int lines() {
    return next.length / INTS_A_LINE;
  }

  /**
   * Goes on.
   *
   * @param loads so many
   * @return where that ends
   */
  int follow(int loads) {
    int[] chain = next;
    int place = at;
    for (int i = 0; i < loads; i++) {
      place = chain[place];
    }
    at = place;
    return place;
  }
}
