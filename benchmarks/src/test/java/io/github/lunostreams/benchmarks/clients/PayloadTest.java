package io.github.lunostreams.benchmarks.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PayloadTest {
  private static final String BOOK = "{\"bids\":[[\"1\",\"2\"]],\"asks\":[[\"3\",\"4\"]";
  private static final String NO_TRADES = "],\"trades\":[]";
  private static final String A_TRADE =
      "],\"trades\":[{\"type\":\"buy\",\"price\":\"3\",\"sequence\":7}]";
  private static final String END = ",\"timestamp\":1790127208094,\"status\":\"ACTIVE\",\"feed\":";

  @Test
  void theBooksSequenceIsReadAndNotATrades() {
    assertThat(sequence(BOOK + A_TRADE + ",\"sequence\":4530030191" + END + "\"LIVE\"}"))
        .isEqualTo(4_530_030_191L);
    assertThat(sequence(BOOK + NO_TRADES + ",\"sequence\":null" + END + "\"RESYNCING\"}"))
        .isEqualTo(Payload.NO_SEQUENCE);
    assertThat(sequence("")).isEqualTo(Payload.NO_SEQUENCE);
  }

  @Test
  void onlyALiveBookIsLive() {
    assertThat(isLive("{\"feed\":\"LIVE\"}")).isTrue();
    assertThat(isLive("{\"feed\":\"STALE\"}")).isFalse();
    assertThat(isLive("")).isFalse();
  }

  @Test
  void aBooksDigestIsThatOfItsLevels() {
    int one = digest(BOOK + NO_TRADES + ",\"sequence\":5" + END + "\"LIVE\"}");
    assertThat(digest(BOOK + A_TRADE + ",\"sequence\":5" + END + "\"STALE\"}")).isEqualTo(one);
    assertThat(digest(BOOK.replace('4', '5') + NO_TRADES + ",\"sequence\":5" + END + "\"LIVE\"}"))
        .isNotEqualTo(one);
  }

  /** Read with other bytes before and behind it. */
  private static byte[] embedded(String text) {
    return ("\"sequence\":1," + text + ",\"sequence\":2").getBytes(StandardCharsets.US_ASCII);
  }

  private static final int BEFORE = "\"sequence\":1,".length();

  private static long sequence(String text) {
    return Payload.sequence(embedded(text), BEFORE, BEFORE + text.length());
  }

  private static boolean isLive(String text) {
    return Payload.isLive(embedded(text), BEFORE, BEFORE + text.length());
  }

  private static int digest(String text) {
    return Payload.bookDigest(embedded(text), BEFORE, BEFORE + text.length());
  }
}
