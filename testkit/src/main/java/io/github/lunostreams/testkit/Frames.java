package io.github.lunostreams.testkit;

/** Frames as the exchange writes them, made by hand: nothing of the code under test is used. */
public final class Frames {
  public static final String KEEP_ALIVE = "\"\"";

  private Frames() {}

  /** A snapshot; orders as {@code id price volume}, separated by commas. */
  public static String snapshot(long sequence, String bids, String asks) {
    return "{\"sequence\":\"%s\",\"asks\":%s,\"bids\":%s,\"status\":\"ACTIVE\",\"timestamp\":%s}"
        .formatted(sequence, orders(asks), orders(bids), timestamp(sequence));
  }

  private static String orders(String list) {
    StringBuilder json = new StringBuilder("[");
    for (String order : list.isBlank() ? new String[0] : list.split(",")) {
      String[] part = order.trim().split(" ");
      json.append(json.length() > 1 ? "," : "")
          .append("{\"id\":\"%s\",\"price\":\"%s\",\"volume\":\"%s\"}".formatted((Object[]) part));
    }
    return json.append("]").toString();
  }

  public static String create(long sequence, String id, String type, String price, String volume) {
    return update(sequence, "[]", createPart(id, type, price, volume), "null", "null");
  }

  public static String delete(long sequence, String id) {
    return update(sequence, "[]", "null", "{\"order_id\":\"%s\"}".formatted(id), "null");
  }

  public static String status(long sequence, String status) {
    return update(sequence, "[]", "null", "null", "{\"status\":\"%s\"}".formatted(status));
  }

  public static String empty(long sequence) {
    return update(sequence, "[]", "null", "null", "null");
  }

  public static String trade(long sequence, String... fills) {
    return update(sequence, "[" + String.join(",", fills) + "]", "null", "null", "null");
  }

  public static String fill(long number, String maker, String base, String counter) {
    return ("{\"sequence\":%s,\"base\":\"%s\",\"counter\":\"%s\",\"maker_order_id\":\"%s\","
            + "\"taker_order_id\":\"T%s\",\"order_id\":\"%s\"}")
        .formatted(number, base, counter, maker, number, maker);
  }

  public static String createPart(String id, String type, String price, String volume) {
    return "{\"order_id\":\"%s\",\"type\":\"%s\",\"price\":\"%s\",\"volume\":\"%s\"}"
        .formatted(id, type, price, volume);
  }

  /** An update of any parts, each given as JSON. */
  public static String update(
      long sequence, String trades, String create, String delete, String status) {
    return ("{\"sequence\":\"%s\",\"trade_updates\":%s,\"create_update\":%s,\"delete_update\":%s,"
            + "\"status_update\":%s,\"timestamp\":%s}")
        .formatted(sequence, trades, create, delete, status, timestamp(sequence));
  }

  public static String error(String code, String words) {
    return "{\"error_code\":\"%s\",\"error\":\"%s\"}".formatted(code, words);
  }

  public static long timestamp(long sequence) {
    return 1_790_000_000_000L + sequence;
  }
}
