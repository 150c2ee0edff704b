package io.github.lunostreams.book;

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
  private static final int CHANGES = 100_000;
  private static final int KEYS = 300;

  private final HashIndex index = new HashIndex(KEYS);

  /** By key; a number is its key's place in {@link #keys}. */
  private final Map<Long, Integer> model = new HashMap<>();

  private final List<Long> keys = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {64, 12, 6, 3, 1, 0})
  void whatWasAddedIsFoundUntilItIsRemoved(int bitsThatDiffer) {
    long seed = Long.getLong("luno.streams.seed", 20_261_125L);
    System.out.println("HashIndexTest: seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < CHANGES; i++) {
      boolean grow = random.nextInt(100) < (i / 5_000 % 2 == 0 ? 70 : 30);
      if (grow && model.size() < KEYS) {
        add(random.nextLong(10_000), bitsThatDiffer);
      } else if (!model.isEmpty()) {
        remove(random.nextInt(keys.size()), bitsThatDiffer);
      }
      long asked = random.nextLong(10_000);
      assertThat(find(asked, bitsThatDiffer)).isEqualTo(model.getOrDefault(asked, HashIndex.NONE));
    }
    assertThat(index.numbers()).containsExactlyInAnyOrder(numbers());
    index.clear();
    assertThat(index.numbers()).isEmpty();
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
    assertThat(index.numbers()).isEmpty();
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
    for (int place = index.first(hash); place != HashIndex.NONE; place = index.next(hash, place)) {
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

  private int[] numbers() {
    return model.values().stream().mapToInt(Integer::intValue).toArray();
  }
}
