package io.github.lunostreams.benchmarks.clients;

import io.github.lunostreams.benchmarks.exchange.Schedule;
import io.netty.channel.EventLoop;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * An event loop, and what its clients have received. All but the constants is owned by the event
 * loop's thread.
 */
final class ClientLoop {
  private static final long MAX_LAG_NANOS = 600_000_000_000L;
  private static final int DIGITS = 3;
  private static final byte[] NO_TEXT = {};

  /** Sequences whose books are kept, to compare them with those of other clients; a power of 2. */
  private static final int COMPARED = 1 << 10;

  final EventLoop eventLoop;
  final String pair;
  final boolean comparesBooks;

  long frames;
  long bytes;

  /** Frames with another book than an earlier frame of the same sequence. */
  long contradictions;

  /** Frames with a lower sequence than the one before on the same connection. */
  long backwards;

  private byte[] scratch = new byte[1 << 16];
  private @Nullable Schedule schedule;
  private final Histogram lags = new Histogram(1, MAX_LAG_NANOS, DIGITS);
  private long missing;
  private final long[] sequences = new long[COMPARED];
  private final int[] digests = new int[COMPARED];

  /** The different texts of the newest sequence, by the digest of their books. */
  private final Map<Integer, byte[]> newestTexts = new HashMap<>();

  private long newestSequence;

  ClientLoop(EventLoop eventLoop, String pair, boolean comparesBooks) {
    this.eventLoop = eventLoop;
    this.pair = pair;
    this.comparesBooks = comparesBooks;
  }

  /** Room for the bytes of one read, for one client after the other. */
  byte[] scratch(int count) {
    if (scratch.length < count) {
      scratch = new byte[count];
    }
    return scratch;
  }

  /** Forgets the lags so far and counts those of a schedule. */
  void expect(Schedule expected) {
    schedule = expected;
    lags.reset();
    missing = 0;
  }

  /** A client has an update, and with it those since its last one, which it was not sent. */
  void received(long previous, long sequence, long now) {
    Schedule expected = schedule;
    if (expected == null) {
      return;
    }
    long last = Math.min(sequence, expected.last());
    for (long each = Math.max(previous + 1, expected.first()); each <= last; each++) {
      lags.recordValue(Math.clamp(now - expected.dueNanos(each), 1, MAX_LAG_NANOS));
    }
  }

  /** A client should have everything by now; what is missing is as late as it is now. */
  void finish(long sequence, long now) {
    Schedule expected = schedule;
    if (expected != null && sequence < expected.last()) {
      missing += expected.last() - Math.max(sequence, expected.first() - 1);
      received(sequence, expected.last(), now);
    }
  }

  void addLagsTo(Histogram all) {
    all.add(lags);
  }

  long missing() {
    return missing;
  }

  /** Compares a book with those of other clients at its sequence; returns its digest. */
  int compareBook(long sequence, byte[] text, int from, int to) {
    int digest = Payload.bookDigest(text, from, to);
    int slot = (int) (sequence & (COMPARED - 1));
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

  /** The newest sequence's text with the book of a digest; empty if there is none. */
  byte[] newestText(int digest) {
    return newestTexts.getOrDefault(digest, NO_TEXT);
  }
}
