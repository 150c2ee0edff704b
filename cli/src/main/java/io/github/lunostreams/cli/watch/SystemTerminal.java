package io.github.lunostreams.cli.watch;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.TerminalBuilder.SystemOutput;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the terminal this program runs in. */
public final class SystemTerminal {
  private static final Logger log = LoggerFactory.getLogger(SystemTerminal.class);

  /** The JDK's foreign functions; then processes, which also find the terminal by its device. */
  private static final List<String> PROVIDERS =
      List.of(TerminalBuilder.PROP_PROVIDER_FFM, TerminalBuilder.PROP_PROVIDER_EXEC);

  private SystemTerminal() {}

  /**
   * Whether standard output leads to a terminal.
   *
   * @return false also if that cannot be found out
   */
  public static boolean isStandardOutput() {
    for (String provider : PROVIDERS) {
      try {
        return TerminalProvider.load(provider).isSystemStream(SystemStream.Output);
      } catch (IOException | RuntimeException | LinkageError e) {
        log.debug("no terminal by {}", provider, e);
      }
    }
    return false;
  }

  /**
   * Opens the terminal by the first provider that can; its settings are not changed.
   *
   * @throws IOException if there is none
   */
  static Terminal open(Charset charset) throws IOException {
    IOException failure = new IOException("no terminal");
    for (String provider : PROVIDERS) {
      try {
        return TerminalBuilder.builder()
            .system(true)
            .systemOutput(SystemOutput.SysOut)
            .provider(provider)
            .dumb(false)
            .devTty(true) // If standard input leads elsewhere.
            .encoding(charset)
            // The JVM's handlers stay: SIGINT and SIGTERM end the program in order.
            .nativeSignals(false)
            // To find out, JLine would ask the terminal and wait for its answer.
            .graphemeCluster(false)
            .build();
      } catch (IOException | IllegalStateException e) {
        failure.addSuppressed(e);
      }
    }
    throw failure;
  }
}
