package io.github.lunostreams.benchmarks.servers;

import io.github.lunostreams.benchmarks.process.CommandLoop;
import io.github.lunostreams.gateway.Gateway;
import io.github.lunostreams.gateway.GatewayConfig;
import io.github.lunostreams.upstream.Credentials;
import java.io.IOException;
import java.net.URI;

/**
 * A JVM with a gateway of one market, as {@code serve} makes it. Prints its port, then answers the
 * command {@code usage}, see {@link ProcessUsage}.
 */
final class GatewayProcess {
  private GatewayProcess() {}

  /**
   * Serves.
   *
   * @param args the exchange's address, the pair, the depth, the port
   */
  public static void main(String[] args) throws IOException {
    GatewayConfig config =
        GatewayConfig.builder()
            .streamUrl(URI.create(args[0]))
            .credentials(new Credentials("benchmark", "benchmark-secret"))
            .pair(args[1])
            .depth(Integer.parseInt(args[2]))
            .port(Integer.parseInt(args[3]))
            .build();
    try (Gateway gateway = Gateway.start(config)) {
      CommandLoop.run(
          Integer.toString(gateway.port()),
          (command, words) -> {
            if (command.equals("usage")) {
              return ProcessUsage.now().toString();
            }
            throw CommandLoop.unknown(command);
          });
    }
  }
}
