package io.github.lunostreams.book.engine;

import java.util.Arrays;

/**
 * An open-addressing hash table from keys to numbers of 0 or more, such as rows of a table. It
 * knows the keys' hashes only: whoever looks one up compares the keys of what is found, nearly
 * always one number or none.
 *
 * <p>Places stand in groups of seven. A group has a word of its own: a byte of each place's hash,
 * to be compared all at once, and a count of those who wanted a place here and found none free, so
 * that a search knows whether to go on to the next group. The words are few enough to stay in the
 * CPU's caches where the numbers and the keys themselves do not, and most that is not there is
 * known by them alone. Nothing is moved when something is removed.
 *
 * <p>Owned by one thread. Makes no garbage.
 */
final class HashIndex {
  static final int NONE = -1;

  /** Of the seven places of a group so many may be taken on average; then a larger one is due. */
  private static final int LOAD = 5;

  /** Places of a group, the first of which stands for the count and is not used. */
  private static final int STRIDE = 8;

  private static final int LEAST_GROUPS = 2;

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  /** The lowest byte of a word: how many were turned away. */
  private static final long COUNT = 0xff;

  private static final long TAGS = ~COUNT;

  /** By group, from the lowest byte: the count, then each place's tag; 0 for a free place. */
  private final long[] words;

  /** By place. */
  private final int[] numbers;

  /** The highest bits of a hash choose its group. */
  private final int shift;

  private final int capacity;

  /**
   * An empty one.
   *
   * @param keys how many it has to hold at least
   */
  HashIndex(int keys) {
    int groups = LEAST_GROUPS;
    while (groups * LOAD < keys) {
      groups *= 2;
    }
    words = new long[groups];
    numbers = new int[groups * STRIDE];
    shift = Long.numberOfLeadingZeros(groups) + 1;
    capacity = groups * LOAD;
  }

  /** How many keys it is made for. */
  int capacity() {
    return capacity;
  }

  void clear() {
    Arrays.fill(words, 0);
  }

  /** The place of the first number that may be the key's; {@link #NONE} if there is none. */
  int first(long hash) {
    return search(hash, group(hash), TAGS, words.length);
  }

  /** The place of the next that may be, behind one that was not: each is shown once. */
  int next(long hash, int place) {
    int group = place / STRIDE;
    // Not round again: there may be groups without end that turned somebody away.
    int left = words.length - ((group - group(hash)) & (words.length - 1));
    return search(hash, group, (TAGS & HIGH_BITS) << (place % STRIDE * Byte.SIZE), left);
  }

  /** The number at a place. */
  int at(int place) {
    return numbers[place];
  }

  /** Looks into so many groups at the most, in the first at the given places only. */
  private int search(long hash, int from, long places, int groups) {
    long tags = tag(hash) * ONES;
    int group = from;
    long wanted = places;
    for (int left = groups; left > 0; left--) {
      long word = words[group];
      long differences = word ^ tags;
      // The high bit of each byte that is zero, and at times of one that is not: a taken place too.
      long found = (differences - ONES) & ~differences & HIGH_BITS & wanted;
      if (found != 0) {
        return group * STRIDE + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
      if ((word & COUNT) == 0) {
        return NONE;
      }
      group = behind(group);
      wanted = TAGS;
    }
    return NONE;
  }

  /** Adds a number under a key that has none; there has to be room. Returns its place. */
  int add(long hash, int number) {
    int group = group(hash);
    long free = free(group);
    while (free == 0) {
      if ((words[group] & COUNT) != COUNT) {
        words[group]++;
      }
      group = behind(group);
      free = free(group);
    }
    int place = Long.numberOfTrailingZeros(free) / Byte.SIZE;
    words[group] |= tag(hash) << (place * Byte.SIZE);
    numbers[group * STRIDE + place] = number;
    return group * STRIDE + place;
  }

  /** Removes the number at a place, which stands there by the hash of its key. */
  void remove(long hash, int place) {
    int last = place / STRIDE;
    for (int group = group(hash); group != last; group = behind(group)) {
      // A full count is not known to be right any more, and stays: searches go on in vain.
      if ((words[group] & COUNT) != COUNT) {
        words[group]--;
      }
    }
    words[last] &= ~(0xffL << (place % STRIDE * Byte.SIZE));
  }

  /** The high bit of each free place. */
  private long free(int group) {
    return ~words[group] & TAGS & HIGH_BITS;
  }

  private int group(long hash) {
    return (int) (hash >>> shift);
  }

  private int behind(int group) {
    return (group + 1) & (words.length - 1);
  }

  /** Of bits that do not choose the group; the highest is set in every tag. */
  private static long tag(long hash) {
    return (hash >>> 32 & 0x7f) | 0x80;
  }
}
