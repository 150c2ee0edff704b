package io.github.lunostreams.cli.options;

import io.github.lunostreams.cli.process.UsageException;
import io.github.lunostreams.gateway.GatewayConfig;
import picocli.CommandLine.Option;

/** Where the gateway listens and what it sends. */
public final class GatewayOptions {
  @Option(
      names = "--address",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description =
          "The address of this machine to listen on. Whoever can reach it can read the markets:"
              + " there is no other protection (${DEFAULT-VALUE}).")
  private String address = "";

  @Option(
      names = {"--port", "-p"},
      paramLabel = "PORT",
      converter = Converters.Port.class,
      defaultValue = "8010",
      description = "The port to listen on; 0 takes any free one (${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = {"--depth", "-d"},
      paramLabel = "LEVELS",
      converter = Converters.Depth.class,
      defaultValue = "0",
      description = "How many price levels of each side are sent; 0 sends all (${DEFAULT-VALUE}).")
  private int depth;

  // Without the fallback, --app would turn off what the environment variable turned on.
  @Option(
      names = "--app",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      converter = Converters.Switch.class,
      description =
          "Serve the web page: at / here, and on --app-port, which has the same endpoints.")
  private boolean app;

  @Option(
      names = "--app-port",
      paramLabel = "PORT",
      converter = Converters.Port.class,
      defaultValue = "8011",
      description =
          "The second port, used with --app only; 0 takes any free one (${DEFAULT-VALUE}).")
  private int appPort;

  /**
   * A configuration with these options, once they fit together.
   *
   * @return to add the exchange and the markets to
   * @throws UsageException if they do not fit
   */
  public GatewayConfig.Builder config() {
    if (address.isBlank()) {
      throw new UsageException("--address: expected an address of this machine, got none", "");
    }
    if (app && appPort == port && port != 0) {
      throw new UsageException(
          "--app-port: expected another port than --port, got %s for both".formatted(port), "");
    }
    GatewayConfig.Builder config = GatewayConfig.builder().address(address).port(port).depth(depth);
    return app ? config.appPort(appPort) : config;
  }
}
