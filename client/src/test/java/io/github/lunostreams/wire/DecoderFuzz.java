package io.github.lunostreams.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.Side;
import io.github.lunostreams.book.engine.BookMessage;
import io.github.lunostreams.book.engine.BookMessage.Fill;
import io.github.lunostreams.book.engine.BookMessage.Snapshot;
import io.github.lunostreams.book.engine.BookUpdate;
import io.github.lunostreams.book.engine.BrokenBookException;
import io.github.lunostreams.book.engine.OrderBookBuilder;
import io.github.lunostreams.book.engine.RestingOrder;
import io.github.lunostreams.book.engine.ScaledDecimal;
import io.github.lunostreams.book.engine.UnrepresentableNumberException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the fuzzer calls: any bytes as a frame. The decoder may refuse with its two exceptions and
 * no other; its quick way must say what its JSON parser says; what it accepts must be what
 * Jackson's tree of the same text says; and the book that the message is then applied to may refuse
 * with its own exceptions and no other.
 */
public final class DecoderFuzz {
  private static final JsonMapper TREE =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final MessageDecoder DECODER = new MessageDecoder();
  private static final MessageDecoder QUICK = new MessageDecoder(true);
  private static final MessageDecoder CAREFUL = new MessageDecoder(false);

  private DecoderFuzz() {}

  /** Called by the fuzzer with its idea of a frame. */
  public static void fuzzerTestOneInput(byte[] data) {
    // As it is, which is UTF-8 by chance only, and as text.
    compareWays(data);
    check(new String(data, StandardCharsets.UTF_8));
  }

  /**
   * The quick way and the JSON parser say the same, to the word of an error, wherever in an array
   * the frame stands.
   */
  private static void compareWays(byte[] utf8) {
    Object careful = said(CAREFUL, utf8, 0, utf8.length);
    Object quick = said(QUICK, utf8, 0, utf8.length);
    if (!careful.equals(quick)) {
      throw new AssertionError("expected " + careful + ", got " + quick);
    }
    byte[] among = new byte[utf8.length + 40];
    Arrays.fill(among, (byte) (utf8.length % 2 == 0 ? '"' : '7'));
    System.arraycopy(utf8, 0, among, 13, utf8.length);
    Object sliced = said(QUICK, among, 13, 13 + utf8.length);
    if (!careful.equals(sliced)) {
      throw new AssertionError("expected " + careful + ", got among others " + sliced);
    }
  }

  private static Object said(MessageDecoder decoder, byte[] utf8, int from, int to) {
    try {
      return decoder.decode(utf8, from, to);
    } catch (BadFrameException | UnrepresentableNumberException refused) {
      return refused.toString();
    }
  }

  static void check(String text) {
    compareWays(text.getBytes(UTF_8));
    StreamMessage frame;
    try {
      frame = DECODER.decode(text.getBytes(UTF_8));
    } catch (BadFrameException | UnrepresentableNumberException refused) {
      return;
    }
    JsonNode tree;
    try {
      tree = TREE.readTree(text);
    } catch (JacksonException duplicateKeys) {
      return; // The last of two equal keys counts; the tree refuses them, to be compared with.
    }
    StreamMessage expected = expected(tree, frame);
    if (!expected.equals(frame)) {
      throw new AssertionError("expected " + expected + ", got " + frame);
    }
    if (frame instanceof StreamMessage.Book(BookMessage message)) {
      apply(message);
    }
  }

  private static void apply(BookMessage message) {
    OrderBookBuilder builder = new OrderBookBuilder(Pair.of("XBTZAR"));
    try {
      switch (message) {
        case Snapshot snapshot -> builder.applySnapshot(snapshot);
        case BookUpdate update -> {
          builder.applySnapshot(bookBefore(update));
          builder.apply(update);
        }
      }
    } catch (BrokenBookException | UnrepresentableNumberException refused) {
      // As it should: what contradicts the book is refused.
    }
  }

  private static Snapshot bookBefore(BookUpdate update) throws UnrepresentableNumberException {
    return new Snapshot(
        update.sequence() - 1,
        List.of(new RestingOrder("BXCSZDNQKCDCDBN", ScaledDecimal.parse("1407042"), one())),
        List.of(),
        MarketStatus.ACTIVE,
        0);
  }

  private static ScaledDecimal one() {
    return new ScaledDecimal(1, 0);
  }

  private static StreamMessage expected(JsonNode tree, StreamMessage got) {
    try {
      if (tree.isString() || tree.isMissingNode()) {
        return new StreamMessage.KeepAlive();
      }
      if (!words(tree, "error_code").isEmpty() || !words(tree, "error").isEmpty()) {
        return new StreamMessage.Refusal(words(tree, "error_code"), words(tree, "error"));
      }
      long sequence = Long.parseLong(text(tree, "sequence"));
      long timestamp =
          got instanceof StreamMessage.Book(BookMessage message)
              ? time(tree.path("timestamp"), message.timestampMillis())
              : 0;
      if (tree.has("bids")) {
        String status = text(tree, "status");
        return new StreamMessage.Book(
            new Snapshot(
                sequence,
                orders(tree.get("bids")),
                orders(tree.get("asks")),
                MarketStatus.of(status),
                timestamp));
      }
      JsonNode create = tree.path("create_update");
      JsonNode delete = tree.path("delete_update");
      JsonNode status = tree.path("status_update");
      return new StreamMessage.Book(
          new BookUpdate(
              sequence,
              fills(tree.path("trade_updates")),
              create.isObject() ? order(create, "order_id") : null,
              create.isObject() ? Side.valueOf(text(create, "type")) : null,
              delete.isObject() ? text(delete, "order_id") : null,
              status.isObject() ? MarketStatus.of(text(status, "status")) : null,
              timestamp));
    } catch (UnrepresentableNumberException e) {
      throw new AssertionError("the decoder took a number that does not fit", e);
    }
  }

  /** What an error's key says: nothing if it is empty, null or false. */
  private static String words(JsonNode tree, String key) {
    return tree.path(key).isBoolean() ? "" : text(tree, key).strip();
  }

  /** A time, or 0 for one that cannot be read; of a fraction what was got, if it may be so. */
  private static long time(JsonNode node, long got) {
    String text = node.isString() || node.isNumber() ? node.asString() : "";
    if (node.isFloatingPointNumber() || text.matches("[0-9]+[.][0-9]+")) {
      return got == 0 || Math.abs(got - Double.parseDouble(text)) < 1 ? got : -1;
    }
    return text.matches("[0-9]{1,15}") ? Long.parseLong(text) : 0;
  }

  private static List<RestingOrder> orders(JsonNode array) throws UnrepresentableNumberException {
    List<RestingOrder> orders = new ArrayList<>();
    for (JsonNode order : array) {
      orders.add(order(order, "id"));
    }
    return orders;
  }

  private static RestingOrder order(JsonNode order, String id)
      throws UnrepresentableNumberException {
    return new RestingOrder(
        text(order, id),
        ScaledDecimal.parse(text(order, "price")),
        ScaledDecimal.parse(text(order, "volume")));
  }

  private static List<Fill> fills(JsonNode array) throws UnrepresentableNumberException {
    List<Fill> fills = new ArrayList<>();
    for (JsonNode fill : array) {
      fills.add(
          new Fill(
              fill.path("sequence").isNull() || !fill.has("sequence")
                  ? 0
                  : Long.parseLong(text(fill, "sequence")),
              ScaledDecimal.parse(text(fill, "base")),
              counter(text(fill, "counter")),
              fill.has("maker_order_id") ? text(fill, "maker_order_id") : text(fill, "order_id"),
              text(fill, "taker_order_id")));
    }
    return fills;
  }

  private static BigDecimal counter(String text) {
    BigDecimal number = new BigDecimal(text);
    if (number.scale() <= 40) {
      return number;
    }
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.setScale(Math.max(18, stripped.scale()));
  }

  private static String text(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isMissingNode() || value.isNull() ? "" : value.asString();
  }
}
