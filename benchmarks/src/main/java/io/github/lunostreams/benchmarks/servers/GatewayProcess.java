package io.github.lunostreams.benchmarks.servers;

import io.github.lunostreams.benchmarks.process.Commands;
import io.github.lunostreams.gateway.Gateway;
import io.github.lunostreams.gateway.GatewayConfig;
import io.github.lunostreams.upstream.Credentials;
import java.io.IOException;
import java.net.URI;

/**
 * A JVM of its own with a gateway of one market, as {@code serve} makes it. Says its port, and
 * then, when it is told:
 *
 * <pre>
 *   sample     what the process takes, see {@link Footprint}
 * </pre>
 */
public final class GatewayProcess {
  private GatewayProcess() {}

  /**
   * Serves.
   *
   * @param args the exchange's address, the pair, the depth, the port
   * @throws IOException if it can not listen
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
      Commands.serve(
          Integer.toString(gateway.port()),
          (command, words) -> {
            if (command.equals("sample")) {
              return Footprint.now().toString();
            }
            throw Commands.unknown(command);
          });
    }
  }
}
