package io.github.lunostreams.benchmarks.clients;

import io.netty.channel.EventLoop;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What the clients of one event loop have got together. Owned by the event loop: only its thread
 * reads and writes.
 */
final class Tally {
  private static final long LONGEST_LAG = 600_000_000_000L;
  private static final int DIGITS = 3;

  /** Sequences whose books are remembered, to compare those of other clients with; a power of 2. */
  private static final int REMEMBERED = 1 << 10;

  final EventLoop loop;
  final boolean comparesBooks;

  /** Where the bytes of a read are put, for one client after the other. */
  byte[] scratch = new byte[1 << 16];

  long frames;
  long bytes;
  long opened;

  /** Frames with another book than a frame of the same sequence had before. */
  long contradictions;

  /** Frames with a lower sequence than the connection's one before. */
  long backwards;

  /** How connections ended: by the close frame's code, or {@link Client#BROKEN} without one. */
  final Map<Integer, Integer> closes = new TreeMap<>();

  private @Nullable OpenLoop schedule;
  private final Histogram lags = new Histogram(1, LONGEST_LAG, DIGITS);
  private long missing;

  private final long[] sequences = new long[REMEMBERED];
  private final int[] digests = new int[REMEMBERED];

  /** The different texts of the newest sequence, by the digest of their books. */
  private final Map<Integer, byte[]> newestTexts = new HashMap<>();

  private long newestSequence;

  Tally(EventLoop loop, boolean comparesBooks) {
    this.loop = loop;
    this.comparesBooks = comparesBooks;
  }

  /** Forgets the lags of before and counts those of this schedule. */
  void expect(OpenLoop expected) {
    schedule = expected;
    lags.reset();
    missing = 0;
  }

  /**
   * A client has now what it needs to know the market as of a sequence: the updates that it was not
   * sent one by one came with this one.
   */
  void reached(long previous, long sequence, long now) {
    OpenLoop expected = schedule;
    if (expected == null) {
      return;
    }
    long last = Math.min(sequence, expected.last());
    for (long each = Math.max(previous + 1, expected.first()); each <= last; each++) {
      lags.recordValue(Math.clamp(now - expected.dueNanos(each), 1, LONGEST_LAG));
    }
  }

  /** A client that should have all by now; what it has not got is as late as it is now. */
  void finish(long sequence, long now) {
    OpenLoop expected = schedule;
    if (expected != null && sequence < expected.last()) {
      missing += expected.last() - Math.max(sequence, expected.first() - 1);
      reached(sequence, expected.last(), now);
    }
  }

  void addLagsTo(Histogram all) {
    all.add(lags);
  }

  long missing() {
    return missing;
  }

  /** Compares a book with those that others had at that sequence; returns its digest. */
  int compareBook(long sequence, byte[] text, int from, int to) {
    int digest = Payload.bookDigest(text, from, to);
    int slot = (int) (sequence & (REMEMBERED - 1));
    if (sequences[slot] < sequence) {
      sequences[slot] = sequence;
      digests[slot] = digest;
    } else if (sequences[slot] == sequence && digests[slot] != digest) {
      contradictions++;
    }
    if (sequence > newestSequence) {
      newestSequence = sequence;
      newestTexts.clear();
    }
    if (sequence == newestSequence && !newestTexts.containsKey(digest)) {
      newestTexts.put(digest, Arrays.copyOfRange(text, from, to));
    }
    return digest;
  }

  byte @Nullable [] newestText(int digest) {
    return newestTexts.get(digest);
  }
}
