package io.github.lunostreams.cli;

import io.github.lunostreams.simulator.Simulator;
import io.github.lunostreams.simulator.SimulatorConfig;
import java.io.IOException;

/** Starts servers, and says plainly why one can't listen. */
final class Listening {
  private Listening() {}

  /** A server's start. */
  interface Start<T> {
    /**
     * Starts it.
     *
     * @throws IOException if it can't listen; its text says where and why
     */
    T start() throws IOException;
  }

  static Simulator start(SimulatorConfig.Builder builder) {
    SimulatorConfig config;
    try {
      config = builder.build();
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), "");
    }
    return on(() -> Simulator.start(config));
  }

  static <T> T on(Start<T> server) {
    try {
      return server.start();
    } catch (IOException e) {
      String what = String.valueOf(e.getMessage());
      throw new FailedException(
          what,
          what.contains("in use")
              ? "another program has that port; --port 0 takes any free one"
              : "--address names an address of this machine, 127.0.0.1 or 0.0.0.0 for instance");
    }
  }
}
