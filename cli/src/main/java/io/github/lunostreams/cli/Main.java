package io.github.lunostreams.cli;

import io.github.lunostreams.cli.process.Console;
import io.github.lunostreams.cli.process.Shutdown;
import java.util.Locale;

/** Entry of the command line. */
public final class Main {
  private Main() {}

  /**
   * Runs a command and ends the program with its exit code: 0 done, 1 failed, 2 wrong usage.
   *
   * @param args the command and its options; {@code --help} lists both
   */
  public static void main(String[] args) {
    // What is printed and logged is read by programs, too, and may not depend on the user's locale.
    Locale.setDefault(Locale.ROOT);
    Shutdown shutdown = Shutdown.onSignal();
    Console console = new Console(System.getenv(), System.out, System.err);
    CommandTree commands = new CommandTree(console, shutdown);
    shutdown.exit(commands.run(args));
  }
}
