package io.github.lunostreams.cli;

import io.github.lunostreams.cli.process.Console;
import io.github.lunostreams.cli.process.Shutdown;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The outcome of a command line that ends by itself, run in this process. */
record Invocation(int code, String out, List<String> err) {
  static Invocation of(String... args) {
    return with(Map.of(), args);
  }

  static Invocation with(Map<String, String> environment, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            environment,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    Shutdown shutdown = new Shutdown();
    int code;
    try {
      code = new CommandTree(console, shutdown).run(args);
    } finally {
      shutdown.closeAll();
    }
    return new Invocation(
        code,
        out.toString(StandardCharsets.UTF_8),
        err.toString(StandardCharsets.UTF_8).lines().toList());
  }
}
