package io.github.lunostreams.benchmarks.servers;

import io.github.lunostreams.benchmarks.process.Child;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The broadcasts that are measured side by side. */
public enum Contestant {
  /** Ours. */
  GATEWAY("gateway"),
  /** See {@link BareProcess}. */
  BARE("bare Netty"),
  /** See {@code ws/broadcast.mjs}. */
  NODE("Node's ws"),
  /** The same, sending to clients by Node's ws too: how such a broadcast is usually measured. */
  NODE_TO_NODE("Node's ws, clients by ws"),
  /** Ours, sending to those. */
  GATEWAY_TO_NODE("gateway, clients by ws");

  /** The launcher's, beside those of the whole project; and the same heap for all. */
  static final List<String> JVM_FLAGS =
      List.of("-XX:+UseCompactObjectHeaders", "-XX:+ExitOnOutOfMemoryError", "-Xmx1g");

  /** Set by the script: where {@code ws} is installed. */
  private static final String WS = "luno.benchmarks.ws";

  private final String words;

  Contestant(String words) {
    this.words = words;
  }

  /** {@return what tables call it} */
  public String words() {
    return words;
  }

  /** {@return whether it can be run here: what it needs is installed} */
  public boolean isHere() {
    return this == GATEWAY || this == BARE || ws() != null;
  }

  /** {@return whether its clients are Node's: see {@link #nodeClients}} */
  public boolean hasNodeClients() {
    return this == NODE_TO_NODE || this == GATEWAY_TO_NODE;
  }

  /** {@return whether it is ours} */
  public boolean isGateway() {
    return this == GATEWAY || this == GATEWAY_TO_NODE;
  }

  /**
   * Starts clients by Node's ws.
   *
   * @param bound how long they may live
   * @return they, about to say that they are ready
   * @throws IOException if they can not be started
   */
  public static Child nodeClients(Duration bound) throws IOException {
    return Child.command("clients by ws", bound, node("clients.mjs"));
  }

  private static List<String> node(String program, String... args) {
    List<String> command = new ArrayList<>(List.of("node", Path.of(ws() + "", program).toString()));
    command.addAll(List.of(args));
    return command;
  }

  private static @Nullable String ws() {
    return System.getProperty(WS);
  }

  /**
   * Starts it.
   *
   * @param exchange the address of the exchange
   * @param pair the market to follow
   * @param size of its frames
   * @param bound how long it may live
   * @return it, about to say its port; a gateway says so before its market is live
   * @throws IOException if it can not be started
   */
  public Child start(String exchange, String pair, FrameSize size, Duration bound)
      throws IOException {
    String bytes = Integer.toString(size.bytes());
    return switch (this) {
      case GATEWAY, GATEWAY_TO_NODE -> gateway(exchange, pair, size.depth(), 0, bound);
      case BARE -> Child.jvm(BareProcess.class, bound, JVM_FLAGS, exchange, pair, bytes);
      case NODE, NODE_TO_NODE ->
          Child.command(words, bound, node("broadcast.mjs", exchange, pair, bytes));
    };
  }

  /**
   * Starts a gateway.
   *
   * @param exchange the address of the exchange
   * @param pair the market to follow
   * @param depth levels a side in a frame
   * @param port to listen on; 0 for any
   * @param bound how long it may live
   * @return it, about to say its port
   * @throws IOException if it can not be started
   */
  public static Child gateway(String exchange, String pair, int depth, int port, Duration bound)
      throws IOException {
    return Child.jvm(
        GatewayProcess.class,
        bound,
        JVM_FLAGS,
        exchange,
        pair,
        Integer.toString(depth),
        Integer.toString(port));
  }
}
