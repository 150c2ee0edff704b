package io.github.lunostreams.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.lunostreams.upstream.Connection;
import io.github.lunostreams.upstream.Connector;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An exchange that says exactly what a test tells it to. */
final class ScriptedExchange implements Connector {
  private final Map<String, BlockingQueue<Session>> sessions = new ConcurrentHashMap<>();

  @Override
  public Connection connect(URI address, Duration timeout, Connection.Listener listener) {
    String path = address.getPath();
    Session session = new Session(listener);
    queue(path.substring(path.lastIndexOf('/') + 1)).add(session);
    return session;
  }

  /** The next session that is opened for a pair, accepted, with its credentials received. */
  Session accept(String pair) throws InterruptedException {
    Session session = queue(pair).poll(20, TimeUnit.SECONDS);
    if (session == null) {
      throw new AssertionError("nobody connected for " + pair);
    }
    session.listener.onOpen(session);
    if (session.said.poll(20, TimeUnit.SECONDS) == null) {
      throw new AssertionError("no credentials came");
    }
    return session;
  }

  private BlockingQueue<Session> queue(String pair) {
    return sessions.computeIfAbsent(pair, _ -> new LinkedBlockingQueue<>());
  }

  @Override
  public void close() {}

  /** One connection of the client library. */
  static final class Session implements Connection {
    private final Listener listener;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    private Session(Listener listener) {
      this.listener = listener;
    }

    void send(String text) {
      listener.onText(text.getBytes(UTF_8));
    }

    /** A snapshot; orders as {@code id,price,volume}. */
    void snapshot(long sequence, String bids, String asks) {
      send(
          "{\"sequence\":\"%d\",\"asks\":[%s],\"bids\":[%s],\"status\":\"ACTIVE\",\"timestamp\":%d}"
              .formatted(sequence, orders(asks), orders(bids), 1_000_000 + sequence));
    }

    private static String orders(String list) {
      StringBuilder json = new StringBuilder();
      for (String order : list.isEmpty() ? new String[0] : list.split(" ", -1)) {
        String[] part = order.split(",", -1);
        json.append(json.isEmpty() ? "" : ",")
            .append(
                "{\"id\":\"%s\",\"price\":\"%s\",\"volume\":\"%s\"}"
                    .formatted(part[0], part[1], part[2]));
      }
      return json.toString();
    }

    private void update(long sequence, String trades, String create, String delete, String status) {
      send(
          ("{\"sequence\":\"%d\",\"trade_updates\":[%s],\"create_update\":%s,\"delete_update\":%s,"
                  + "\"status_update\":%s,\"timestamp\":%d}")
              .formatted(sequence, trades, create, delete, status, 1_000_000 + sequence));
    }

    void bid(long sequence, String id, String price, String volume) {
      update(
          sequence,
          "",
          "{\"order_id\":\"%s\",\"type\":\"BID\",\"price\":\"%s\",\"volume\":\"%s\"}"
              .formatted(id, price, volume),
          "null",
          "null");
    }

    void delete(long sequence, String id) {
      update(sequence, "", "null", "{\"order_id\":\"%s\"}".formatted(id), "null");
    }

    void status(long sequence, String status) {
      update(sequence, "", "null", "null", "{\"status\":\"%s\"}".formatted(status));
    }

    void nothing(long sequence) {
      update(sequence, "", "null", "null", "null");
    }

    void trade(long sequence, long tradeSequence, String maker, String base, String counter) {
      update(
          sequence,
          "{\"sequence\":%d,\"base\":\"%s\",\"counter\":\"%s\",\"maker_order_id\":\"%s\",\"taker_order_id\":\"T%d\",\"order_id\":\"%s\"}"
              .formatted(tradeSequence, base, counter, maker, tradeSequence, maker),
          "null",
          "null",
          "null");
    }

    void refuse(String code, String words) {
      send("{\"error_code\":\"%s\",\"error\":\"%s\"}".formatted(code, words));
    }

    void drop() {
      listener.onClosed(1006, "");
    }

    @Override
    public void sendText(String text) {
      said.add(text);
    }

    @Override
    public void sendPing() {
      listener.onPong();
    }

    @Override
    public void close() {}

    @Override
    public void abort() {}
  }
}
