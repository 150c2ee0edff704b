package io.github.lunostreams.benchmarks.servers;

import io.github.lunostreams.benchmarks.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The servers that are measured side by side. */
public enum BroadcastServer {
  /** Ours. */
  GATEWAY("gateway"),
  /** See {@link BareNettyServer}. */
  BARE("bare Netty"),
  /** See {@code ws/broadcast.mjs}. */
  NODE("Node's ws");

  /** The launcher's flags beside those of the whole project, and the same heap for all. */
  private static final List<String> JVM_FLAGS =
      List.of("-XX:+UseCompactObjectHeaders", "-XX:+ExitOnOutOfMemoryError", "-Xmx1g");

  /** Set by the script: the directory in which {@code ws} is installed. */
  private static final @Nullable String WS = System.getProperty("luno.benchmarks.ws");

  private final String title;

  BroadcastServer(String title) {
    this.title = title;
  }

  /** {@return its name in tables} */
  public String title() {
    return title;
  }

  /** {@return whether it is installed} */
  public boolean isInstalled() {
    return this != NODE || WS != null;
  }

  /** Starts it. Its first line is its port; a gateway prints it before its market is live. */
  public ChildProcess start(String exchange, String pair, FrameSize size, Duration timeout)
      throws IOException {
    String bytes = Integer.toString(size.bytes());
    return switch (this) {
      case GATEWAY -> gateway(exchange, pair, size.depth(), 0, timeout);
      case BARE ->
          ChildProcess.jvm(BareNettyServer.class, timeout, JVM_FLAGS, exchange, pair, bytes);
      case NODE -> {
        String program = Path.of(WS + "", "broadcast.mjs").toString();
        yield ChildProcess.program(title, timeout, List.of("node", program, exchange, pair, bytes));
      }
    };
  }

  /**
   * Starts a gateway.
   *
   * @param depth levels a side in a frame
   * @param port to listen on; 0 for any
   */
  public static ChildProcess gateway(
      String exchange, String pair, int depth, int port, Duration timeout) throws IOException {
    return ChildProcess.jvm(
        GatewayProcess.class,
        timeout,
        JVM_FLAGS,
        exchange,
        pair,
        Integer.toString(depth),
        Integer.toString(port));
  }
}
