package io.github.lunostreams.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.Side;
import io.github.lunostreams.book.engine.BookMessage.Fill;
import io.github.lunostreams.book.engine.BookMessage.Snapshot;
import io.github.lunostreams.book.engine.BookUpdate;
import io.github.lunostreams.book.engine.RestingOrder;
import io.github.lunostreams.book.engine.ScaledDecimal;
import io.github.lunostreams.book.engine.UnrepresentableNumberException;
import io.github.lunostreams.testkit.Frames;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames marked "captured" were received from the live service in September 2026. */
class MessageDecoderTest {
  private final MessageDecoder decoder = new MessageDecoder();

  @Test
  void aCapturedSnapshot() throws Exception {
    String frame =
        """
        {"sequence":"74538167","asks":[{"id":"BXFE5AZB7UUXWPT","price":"2765.00","volume":"3.925038"}],
         "bids":[{"id":"BXCPTNDKTTBQ3K4","price":"2762.00","volume":"0.026792"}],
         "status":"ACTIVE","timestamp":1790127197639}\
        """;

    assertThat(decode(frame))
        .isEqualTo(
            new StreamMessage.Book(
                new Snapshot(
                    74_538_167,
                    List.of(
                        new RestingOrder(
                            "BXCPTNDKTTBQ3K4",
                            new ScaledDecimal(276_200, 2),
                            new ScaledDecimal(26_792, 6))),
                    List.of(
                        new RestingOrder(
                            "BXFE5AZB7UUXWPT",
                            new ScaledDecimal(276_500, 2),
                            new ScaledDecimal(3_925_038, 6))),
                    MarketStatus.ACTIVE,
                    1_790_127_197_639L)));
  }

  @Test
  void aCapturedDelete() throws Exception {
    assertThat(
            update(
                "{\"sequence\":\"74538168\",\"trade_updates\":[],\"create_update\":null,\"delete_update\":{\"order_id\":\"BXFE5AZB7UUXWPT\"},\"status_update\":null,\"timestamp\":1790127201650}"))
        .isEqualTo(
            new BookUpdate(
                74_538_168, List.of(), null, null, "BXFE5AZB7UUXWPT", null, 1_790_127_201_650L));
  }

  @Test
  void aCapturedCreate() throws Exception {
    assertThat(
            update(
                "{\"sequence\":\"74538169\",\"trade_updates\":[],\"create_update\":{\"order_id\":\"BXJHJ5MXAAQNYCQ\",\"type\":\"ASK\",\"price\":\"2765.00\",\"volume\":\"3.925038\"},\"delete_update\":null,\"status_update\":null,\"timestamp\":1790127203186}"))
        .isEqualTo(
            new BookUpdate(
                74_538_169,
                List.of(),
                new RestingOrder(
                    "BXJHJ5MXAAQNYCQ",
                    new ScaledDecimal(276_500, 2),
                    new ScaledDecimal(3_925_038, 6)),
                Side.ASK,
                null,
                null,
                1_790_127_203_186L));
  }

  @Test
  void aCapturedTrade() throws Exception {
    assertThat(
            update(
                "{\"sequence\":\"4530030191\",\"trade_updates\":[{\"sequence\":33279896,\"base\":\"0.000399\",\"counter\":\"561.409758\",\"maker_order_id\":\"BXCSZDNQKCDCDBN\",\"taker_order_id\":\"BXD7C9SRW79V6B2\",\"order_id\":\"BXCSZDNQKCDCDBN\"}],\"create_update\":null,\"delete_update\":null,\"status_update\":null,\"timestamp\":1790127208094}"))
        .isEqualTo(
            new BookUpdate(
                4_530_030_191L,
                List.of(
                    new Fill(
                        33_279_896,
                        new ScaledDecimal(399, 6),
                        new BigDecimal("561.409758"),
                        "BXCSZDNQKCDCDBN",
                        "BXD7C9SRW79V6B2")),
                null,
                null,
                null,
                null,
                1_790_127_208_094L));
  }

  @Test
  void aCapturedEmptyUpdate() throws Exception {
    assertThat(
            update(
                "{\"sequence\":\"4530047084\",\"trade_updates\":[],\"create_update\":null,\"delete_update\":null,\"status_update\":null,\"timestamp\":1790127540407}"))
        .isEqualTo(
            new BookUpdate(4_530_047_084L, List.of(), null, null, null, null, 1_790_127_540_407L));
  }

  @Test
  void anEmptyBookWithItsKeysInAnotherOrder() throws Exception {
    assertThat(
            decode(
                "{\"sequence\":\"12\",\"asks\":[],\"bids\":[],\"timestamp\":1790127197639,\"status\":\"ACTIVE\"}"))
        .isEqualTo(
            new StreamMessage.Book(
                new Snapshot(12, List.of(), List.of(), MarketStatus.ACTIVE, 1_790_127_197_639L)));
  }

  @Test
  void whatTheExchangeWritesIsReadTheQuickWay() throws Exception {
    MessageDecoder quick = new MessageDecoder(true);
    for (String frame :
        List.of(
            Frames.snapshot(1, "BXFE5AZB7UUXWPT 2765.00 3.925038, a 1 2", "b 3 0.5"),
            Frames.snapshot(1, "", ""),
            Frames.create(2, "BXJHJ5MXAAQNYCQ", "ASK", "2765.00", "3.925038"),
            Frames.create(2, "a", "BID", "1", "100000000.00000001"),
            Frames.create(2, "a", "BID", "1234567890123456", "1234567890.12345678"),
            Frames.delete(3, "0123456789abcdef"),
            Frames.empty(4),
            Frames.status(5, "POSTONLY"),
            Frames.trade(6, Frames.fill(7, "m", "0.000399", "561.409758123456789")),
            Frames.update(
                7,
                "[%s,%s]".formatted(Frames.fill(8, "m", "1", "1"), Frames.fill(9, "n", "1", "1")),
                Frames.createPart("a", "BID", "1", "2"),
                "{\"order_id\":\"d\"}",
                "{\"status\":\"\"}"),
            Frames.KEEP_ALIVE)) {
      StreamMessage careful = new MessageDecoder(false).decode(frame.getBytes(UTF_8));
      assertThat(quick.decode(frame.getBytes(UTF_8))).as(frame).isEqualTo(careful);
      assertThat(quick.slowPathCount()).as(frame).isZero();
    }
  }

  /**
   * Whole digits, decimals and digits of the time: each number of them, and a wrong one of each.
   */
  @Test
  void numbersOfAnyLengthAreReadAllTheSame() {
    MessageDecoder quick = new MessageDecoder(true);
    MessageDecoder careful = new MessageDecoder(false);
    String digits = "98765432101234567890";
    int right = 0;
    for (int whole = 0; whole <= 20; whole++) {
      for (int decimals = 0; decimals <= 20; decimals++) {
        for (String point : new String[] {"", ".", ",", "..", "\"", "/", ":"}) {
          String number = digits.substring(0, whole) + point + digits.substring(0, decimals);
          String price = Frames.create(2, "a", "ASK", number, "1");
          String volume = Frames.create(2, "a", "ASK", "1", number);
          String counter = Frames.trade(2, Frames.fill(3, "m", "1", number));
          String time = Frames.empty(2).replaceFirst("[0-9]+}$", number + "}");
          String sequence = Frames.empty(2).replace("\"2\"", '"' + number + '"');
          for (String frame : List.of(price, volume, counter, time, sequence)) {
            String expected = outcome(careful, frame);
            assertThat(outcome(quick, frame)).as(frame).isEqualTo(expected);
            right += expected.contains("BookUpdate") ? 1 : 0;
          }
        }
      }
    }
    assertThat(right).isGreaterThan(1_000);
  }

  private static String outcome(MessageDecoder decoder, String frame) {
    try {
      return decoder.decode(frame.getBytes(UTF_8)).toString();
    } catch (BadFrameException | UnrepresentableNumberException refused) {
      return refused.toString();
    }
  }

  @Test
  void whateverIsNotInThatShapeIsReadAllTheSame() throws Exception {
    MessageDecoder quick = new MessageDecoder(true);
    String create = Frames.create(2, "a", "ASK", "27.5", "3.9");
    int unusual = 0;
    for (String frame :
        List.of(
            create.replace("\"a\"", "\"\\u0061\""),
            create.replace("\"a\"", "\"\u00fc\""),
            create.replace("\"a\"", "\"0123456789abcdefg\""),
            create.replace("\"a\"", "\"\""),
            create.replace("27.5", "27.5000000000"),
            create.replace("27.5", "123456789012345678.5"),
            create.replace("\"27.5\"", "27.5"),
            create.replace("\"2\"", "2"),
            create.replace(",\"type\"", ", \"type\""),
            create.replace(
                "\"type\":\"ASK\",\"price\":\"27.5\"", "\"price\":\"27.5\",\"type\":\"ASK\""),
            create.replace("[]", "null"),
            create + "\n",
            create.replace(",\"timestamp\"", ",\"new\":1,\"timestamp\""),
            Frames.snapshot(1, "a 1 2", "").replace("{\"id\"", "{ \"id\""),
            Frames.snapshot(1, "a 1 2", "").replace("\"bids\"", "\"new\":[],\"bids\""))) {
      String careful = new MessageDecoder(false).decode(frame.getBytes(UTF_8)).toString();
      unusual++;
      assertThat(quick.decode(frame.getBytes(UTF_8))).as(frame).hasToString(careful);
      assertThat(quick.slowPathCount()).as(frame).isEqualTo(unusual);
    }
    assertThat(unusual).isEqualTo(15);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n", "\"\""})
  void aTextThatSaysNothingIsAKeepalive(String text) throws Exception {
    for (boolean fast : new boolean[] {true, false}) {
      assertThat(new MessageDecoder(fast).decode(text.getBytes(UTF_8)))
          .isEqualTo(new StreamMessage.KeepAlive());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1790127201650 | 1790127201650",
        "\"1790127201650\" | 1790127201650",
        "1790127201650.999 | 1790127201650",
        "\"1790127201650.5\" | 1790127201650",
        "null | 0",
        "true | 0",
        "{\"ms\":1790127201650} | 0",
        "[1790127201650] | 0",
        "\"\" | 0",
        "\"2026-09-22T23:20:01.650Z\" | 0",
        "1790127201.65 | 0",
        "1.79e12 | 0",
        "-1 | 0",
        "1790127201650123 | 0",
        "99999999999999999999999 | 0"
      })
  void aTimeThatCannotBeReadIsUnknownAndCostsNothing(String time, long millis) throws Exception {
    String update = Frames.empty(7).replaceFirst("[0-9]+}$", time + "}");
    String snapshot = Frames.snapshot(7, "a 1 2", "").replaceFirst("[0-9]+}$", time + "}");

    for (boolean fast : new boolean[] {true, false}) {
      for (String frame : List.of(update, snapshot)) {
        StreamMessage decoded = new MessageDecoder(fast).decode(frame.getBytes(UTF_8));
        assertThat(((StreamMessage.Book) decoded).message().timestampMillis())
            .as(frame)
            .isEqualTo(millis);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "null", "\"  \"", "false"})
  void keysOfAnErrorThatSayNothingAreNoRefusal(String nothing) throws Exception {
    String update =
        Frames.empty(7)
            .replaceFirst("\\{", "{\"error\":%s,\"error_code\":%1$s,".formatted(nothing));

    assertThat(update(update).sequence()).isEqualTo(7);
    assertThatThrownBy(() -> decode("{\"error\":%s}".formatted(nothing)))
        .isInstanceOf(BadFrameException.class);
  }

  @Test
  void idsAndStatusesOf64CharactersAreTakenAndLongerOnesRefused() throws Exception {
    String longest = "x".repeat(64);
    String tooLong = "x".repeat(65);
    for (String frame :
        List.of(
            Frames.create(2, "ID", "ASK", "1", "1"),
            Frames.delete(2, "ID"),
            Frames.status(2, "ID"),
            Frames.trade(2, Frames.fill(1, "ID", "1", "1")),
            Frames.trade(2, Frames.fill(1, "m", "1", "1")).replace("\"T1\"", "\"ID\""),
            Frames.snapshot(2, "ID 1 1", ""),
            Frames.snapshot(2, "", "").replace("ACTIVE", "ID"))) {
      for (boolean fast : new boolean[] {true, false}) {
        MessageDecoder decoder = new MessageDecoder(fast);
        assertThat(decoder.decode(frame.replace("ID\"", longest + '"').getBytes(UTF_8)).toString())
            .contains(longest);
        assertThatThrownBy(
                () -> decoder.decode(frame.replace("ID\"", tooLong + '"').getBytes(UTF_8)))
            .isInstanceOf(BadFrameException.class)
            .hasMessageContaining("at most 64 characters");
      }
    }
  }

  @Test
  void ofALongErrorTheBeginningIsKept() throws Exception {
    StreamMessage.Refusal refusal =
        (StreamMessage.Refusal) decode(Frames.error("c".repeat(5_000), "w".repeat(10_000_000)));

    assertThat(refusal.code()).isEqualTo("c".repeat(1_000) + "… (5000 characters)");
    assertThat(refusal.message()).isEqualTo("w".repeat(1_000) + "… (10000000 characters)");
  }

  /** JSON, but beyond the parser's own limits: it then throws without a place. */
  @ParameterizedTest
  @MethodSource("jsonBeyondLimits")
  void jsonBeyondTheParsersLimitsIsABadFrameWithItsWords(String part, String words) {
    assertThatThrownBy(() -> decode(Frames.empty(7).replaceFirst("\\{", "{" + part + ",")))
        .isInstanceOf(BadFrameException.class)
        .hasMessageStartingWith("expected JSON, broken")
        .hasMessageContaining(words)
        .satisfies(bad -> assertThat(bad.getMessage()).hasSizeLessThan(500));
  }

  static Stream<Arguments> jsonBeyondLimits() {
    return Stream.of(
        Arguments.of("\"x\":" + "[".repeat(100_000) + "]".repeat(100_000), "nesting depth"),
        Arguments.of("\"x\":" + "9".repeat(1_500), "Number value length"),
        Arguments.of("\"x\":0." + "9".repeat(1_500), "Number value length"),
        Arguments.of("\"" + "k".repeat(60_000) + "\":1", "Name length"));
  }

  @Test
  void aFrameOfTooManyBytesIsRefusedUnread() {
    byte[] huge = new byte[MessageDecoder.MAX_FRAME_BYTES + 1];
    Arrays.fill(huge, (byte) '9');

    assertThatThrownBy(() -> decoder.decode(huge))
        .isInstanceOf(BadFrameException.class)
        .hasMessage("expected a frame of at most 33554432 bytes, got 33554433");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSnapshotOfTooManyOrdersIsRefused(boolean fast) {
    String order = "{\"id\":\"a\",\"price\":\"1\",\"volume\":\"1\"}";
    String orders = (order + ",").repeat(250_000) + order;
    String frame = Frames.snapshot(1, "", "").replace("\"bids\":[", "\"bids\":[" + orders);

    assertThatThrownBy(() -> new MessageDecoder(fast).decode(frame.getBytes(UTF_8)))
        .isInstanceOf(BadFrameException.class)
        .hasMessageContaining("expected at most 250000 orders in 'bids', got more");
  }

  @Test
  void theDocumentedNullForNoTrades() throws Exception {
    assertThat(update("{\"sequence\":\"7\",\"trade_updates\":null}"))
        .isEqualTo(new BookUpdate(7, List.of(), null, null, null, null, 0));
  }

  @Test
  void unknownKeysAreIgnoredWhereverTheyStand() throws Exception {
    assertThat(
            update(
                "{\"new\":{\"deep\":[1,{\"x\":null}]},\"sequence\":\"7\",\"create_update\":{\"flags\":[1],\"order_id\":\"a\",\"type\":\"BID\",\"price\":\"1\",\"volume\":\"2\"},\"trade_updates\":[{\"fee\":{\"a\":1},\"base\":\"1\",\"counter\":\"2\",\"maker_order_id\":\"m\"}],\"delete_update\":{\"why\":\"stop\",\"order_id\":\"d\"},\"status_update\":{\"until\":1,\"status\":\"POSTONLY\"}}"))
        .isEqualTo(
            new BookUpdate(
                7,
                List.of(new Fill(0, new ScaledDecimal(1, 0), new BigDecimal(2), "m", "")),
                new RestingOrder("a", new ScaledDecimal(1, 0), new ScaledDecimal(2, 0)),
                Side.BID,
                "d",
                MarketStatus.POSTONLY,
                0));
  }

  @Test
  void aTradeMayNameItsMakerByTheDeprecatedKeyOnly() throws Exception {
    BookUpdate update =
        update(
            "{\"sequence\":\"7\",\"trade_updates\":[{\"base\":\"1\",\"counter\":\"2\",\"order_id\":\"m\"}]}");

    assertThat(update.fills()).extracting(Fill::makerOrderId).containsExactly("m");
  }

  @Test
  void errorFramesAndKeepalives() throws Exception {
    assertThat(decode("\"\"")).isEqualTo(new StreamMessage.KeepAlive());
    assertThat(
            decode(
                "{\"error_code\":\"auth_timeout\",\"error\":\"you took too long to provide"
                    + " credentials\"}"))
        .isEqualTo(
            new StreamMessage.Refusal("auth_timeout", "you took too long to provide credentials"));
    assertThat(decode("{\"error\":\"session limit exceeded\"}"))
        .isEqualTo(new StreamMessage.Refusal("", "session limit exceeded"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "7",
        "[]",
        "\"hello\"",
        "{}",
        "{",
        "{\"sequence\":\"7\"",
        "{\"sequence\":\"7\"} {",
        "{\"sequence\":\"x\"}",
        "{\"sequence\":null}",
        "{\"sequence\":\"7\",\"bids\":[]}",
        "{\"sequence\":\"7\",\"bids\":[],\"asks\":{}}",
        "{\"sequence\":\"7\",\"bids\":[],\"asks\":[1]}",
        "{\"sequence\":\"7\",\"bids\":[],\"asks\":[{\"id\":\"a\",\"price\":\"1\"}]}",
        "{\"sequence\":\"7\",\"trade_updates\":{}}",
        "{\"sequence\":\"7\",\"trade_updates\":[{\"base\":\"1\",\"counter\":\"1\"}]}",
        "{\"sequence\":\"7\",\"trade_updates\":[{\"base\":\"1e9\",\"counter\":\"1\",\"maker_order_id\":\"m\"}]}",
        "{\"sequence\":\"7\",\"create_update\":{\"order_id\":\"a\",\"price\":\"1\",\"volume\":\"2\"}}",
        "{\"sequence\":\"7\",\"create_update\":{\"order_id\":\"a\",\"type\":\"BUY\",\"price\":\"1\",\"volume\":\"2\"}}",
        "{\"sequence\":\"7\",\"create_update\":{\"order_id\":\"a\",\"type\":\"BID\",\"price\":\"\",\"volume\":\"2\"}}",
        "{\"sequence\":\"7\",\"delete_update\":{}}",
        "{\"sequence\":\"7\",\"delete_update\":\"a\"}",
        "<html>502 Bad Gateway</html>"
      })
  void anUnknownFrameIsRefused(String frame) {
    assertThatThrownBy(() -> decode(frame)).isInstanceOf(BadFrameException.class);
  }

  @Test
  void aBadFramesMessageSaysWhatWasExpectedAndShowsItsBeginningOnly() {
    String frame = "{\"sequence\":\"7\",\"asks\":7,\"x\":\"" + "y".repeat(5_000) + "\"}";

    assertThatThrownBy(() -> decode(frame))
        .hasMessageContaining("expected 'asks' to be an array")
        .hasMessageContaining("(5032 characters)")
        .satisfies(bad -> assertThat(bad.getMessage()).hasSizeLessThan(300));
  }

  @Test
  void aNumberTooLongIsItsOwnKindOfFailure() {
    assertThatThrownBy(
            () -> decode(Frames.create(7, "a", "BID", "123456789012345678901234567890", "1")))
        .isInstanceOf(UnrepresentableNumberException.class);
  }

  private BookUpdate update(String frame) throws Exception {
    return (BookUpdate) ((StreamMessage.Book) decode(frame)).message();
  }

  private StreamMessage decode(String frame) throws Exception {
    return decoder.decode(frame.getBytes(UTF_8));
  }
}
