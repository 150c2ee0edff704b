package io.github.lunostreams.book.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The index against a map, with hashes from good ones to all the same. */
class HashIndexTest {
  private static final int CHANGES = 60_000;
  private static final int KEYS = 300;

  private HashIndex index = new HashIndex(KEYS);
  private int mostKeys = KEYS;

  /** By key; a number is its key's place in {@link #keys}. */
  private final Map<Long, Integer> model = new HashMap<>();

  private final List<Long> keys = new ArrayList<>();

  /** Few groups, full as they may be: then all of them have turned somebody away at times. */
  @ParameterizedTest
  @ValueSource(ints = {10, 20, 40, 80})
  void theSameInAnIndexThatIsFull(int keysThatFit) {
    for (int bitsThatDiffer : new int[] {64, 2, 1, 0}) {
      index = new HashIndex(keysThatFit);
      assertThat(index.capacity()).isEqualTo(keysThatFit);
      mostKeys = keysThatFit;
      model.clear();
      keys.clear();
      whatWasAddedIsFoundUntilItIsRemoved(bitsThatDiffer);
    }
  }

  @Test
  void aSearchEndsThoughEveryGroupHasTurnedSomebodyAway() {
    index = new HashIndex(10);
    for (int number = 0; number < 8; number++) {
      index.add(0, number); // Seven fill the first group, one goes to the second.
    }
    for (int place = 1; place < 8; place++) {
      index.remove(0, place);
    }
    long other = 1L << 63;
    for (int number = 8; number < 15; number++) {
      index.add(other, number); // Six fill the second, one goes to the first.
    }
    List<Integer> shown = new ArrayList<>();
    for (int place = index.first(0); place != HashIndex.NONE; place = index.next(0, place)) {
      shown.add(index.at(place));
      assertThat(shown).doesNotHaveDuplicates();
    }
    assertThat(shown).containsExactlyInAnyOrder(7, 8, 9, 10, 11, 12, 13, 14);
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 12, 6, 3, 1, 0})
  void whatWasAddedIsFoundUntilItIsRemoved(int bitsThatDiffer) {
    long seed = Long.getLong("luno.streams.seed", 20_261_125L);
    System.out.println("HashIndexTest: seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < CHANGES; i++) {
      boolean grow = random.nextInt(100) < (i / 5_000 % 2 == 0 ? 70 : 30);
      if (grow && model.size() < mostKeys) {
        add(random.nextLong(10_000), bitsThatDiffer);
      } else if (!model.isEmpty()) {
        remove(random.nextInt(keys.size()), bitsThatDiffer);
      }
      long asked = random.nextLong(10_000);
      if (find(asked, bitsThatDiffer) != model.getOrDefault(asked, HashIndex.NONE)) {
        throw new AssertionError("expected another number of key " + asked + ", change " + i);
      }
    }
    for (long key = 0; key < 10_000; key++) {
      assertThat(find(key, bitsThatDiffer)).isEqualTo(model.getOrDefault(key, HashIndex.NONE));
    }
    index.clear();
    for (long key : keys) {
      assertThat(find(key, bitsThatDiffer)).isEqualTo(HashIndex.NONE);
    }
  }

  @Test
  void moreThanAGroupCanCountAreTurnedAwayAndStillFound() {
    for (long key = 0; key < KEYS; key++) {
      index.add(hash(key, 0), (int) key);
    }
    for (long key = 0; key < KEYS; key += 2) {
      index.remove(hash(key, 0), place(key));
    }
    for (long key = 0; key < KEYS; key++) {
      assertThat(found(key)).as("key %d", key).isEqualTo(key % 2 == 1);
    }
    for (long key = 1; key < KEYS; key += 2) {
      index.remove(hash(key, 0), place(key));
    }
    assertThat(index.first(hash(1, 0))).isEqualTo(HashIndex.NONE);
  }

  @Test
  void itHoldsAsManyAsItWasMadeFor() {
    for (int keys : new int[] {0, 1, 10, 11, 18_600, 20_480, 20_481}) {
      assertThat(new HashIndex(keys).capacity()).isGreaterThanOrEqualTo(keys);
    }
  }

  private void add(long key, int bits) {
    if (model.containsKey(key)) {
      return;
    }
    int number = keys.size();
    keys.add(key);
    model.put(key, number);
    int place = index.add(hash(key, bits), number);
    assertThat(index.at(place)).isEqualTo(number);
  }

  /** The last key takes the number of the removed one, so that numbers stay dense. */
  private void remove(int number, int bits) {
    long key = keys.get(number);
    index.remove(hash(key, bits), placeOf(number, hash(key, bits)));
    model.remove(key);
    int lastNumber = keys.size() - 1;
    long last = keys.removeLast();
    if (number != lastNumber) {
      index.remove(hash(last, bits), placeOf(lastNumber, hash(last, bits)));
      index.add(hash(last, bits), number);
      keys.set(number, last);
      model.put(last, number);
    }
  }

  private int placeOf(int number, long hash) {
    int place = index.first(hash);
    while (index.at(place) != number) {
      place = index.next(hash, place);
    }
    return place;
  }

  private int find(long key, int bits) {
    long hash = hash(key, bits);
    int shown = 0;
    for (int place = index.first(hash); place != HashIndex.NONE; place = index.next(hash, place)) {
      if (++shown > mostKeys) {
        throw new AssertionError("a search shows more numbers than there are");
      }
      int number = index.at(place);
      if (number < keys.size() && keys.get(number) == key) {
        return number;
      }
    }
    return HashIndex.NONE;
  }

  private int place(long key) {
    return placeOf((int) key, hash(key, 0));
  }

  private boolean found(long key) {
    long hash = hash(key, 0);
    for (int place = index.first(hash); place != HashIndex.NONE; place = index.next(hash, place)) {
      if (index.at(place) == key) {
        return true;
      }
    }
    return false;
  }

  /** Only the highest bits depend on the key: the fewer, the more keys are alike to the index. */
  private static long hash(long key, int bits) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    mixed ^= mixed >>> 29;
    mixed *= 0xBF58476D1CE4E5B9L;
    return bits == 0 ? 0 : mixed & (-1L << (Long.SIZE - bits));
  }
}
