package io.github.lunostreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.simulator.Simulator;
import io.github.lunostreams.simulator.SimulatorConfig;
import io.github.lunostreams.simulator.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code watch} in a terminal: what is seen, and that the terminal is as before at every end. */
@Tag("foreign")
class WatchScreenTest {
  private static final int COLUMNS = 120;
  private static final int ROWS = 30;

  @TempDir private Path directory;
  private Simulator exchange;
  private TerminalWindow window;

  @BeforeEach
  void open() throws Exception {
    TerminalWindow.require();
    exchange = Simulator.start(SimulatorConfig.builder().pair("XBTUSDT").seed(3).rate(0).build());
    Path program = directory.resolve("watch");
    Files.writeString(
        program,
        """
        echo $$ >'%s'
        export LUNO_API_KEY_ID=kd8f3hs92jd0s LUNO_API_KEY_SECRET=dGhpc2lzbm90YXNlY3JldA
        exec '%s' %s -Dstdout.encoding=UTF-8 -cp '%s' %s watch XBTUSDT --luno-url %s
        """
            .formatted(
                directory.resolve("pid"),
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("luno.streams.flags"),
                System.getProperty("java.class.path"),
                Main.class.getName(),
                exchange.streamUrl()));
    window = new TerminalWindow(directory, COLUMNS, ROWS);
    window.type("cd '" + directory + "'; PS1='$ '; clear; echo it was here before");
    // The output, not what was typed.
    window.await("a shell", screen -> screen.contains("it was here before"));
    // In one line: what is typed ahead would be read as keys.
    window.type("stty -a >before; sh watch; echo ended with $?; stty -a >after; echo compared");
    window.await("live", screen -> screen.getFirst().startsWith(" XBTUSDT  LIVE  ACTIVE"));
  }

  @AfterEach
  void close() throws IOException {
    if (window != null) {
      window.close();
    }
    if (exchange != null) {
      exchange.close();
    }
  }

  private void assertEndedWith(int code) throws Exception {
    List<String> screen = window.await("compared", lines -> lines.contains("compared"));
    assertThat(screen)
        .contains("it was here before", "ended with " + code)
        .noneMatch(line -> line.contains("XBTUSDT  LIVE"));
    assertThat(window.alternate()).isFalse();
    assertThat(window.cursorShown()).isTrue();
    assertThat(directory.resolve("after")).hasSameTextualContentAs(directory.resolve("before"));
  }

  @Test
  void theBookIsShownAndFollowsTheMarketUntilQIsPressed() throws Exception {
    assertThat(window.alternate()).isTrue();
    assertThat(window.cursorShown()).isFalse();
    String sequence = "#" + exchange.market("XBTUSDT").step(200);

    List<String> screen = window.await(sequence);

    String best = exchange.market("XBTUSDT").book().bids().getFirst().price().toPlainString();
    assertThat(screen.get(1)).startsWith(" bid " + best + "   ask ");
    assertThat(screen.get(3)).contains(" " + best + " ▏ ");
    assertThat(screen).anyMatch(line -> line.matches(".*▏ \\d\\d:\\d\\d:\\d\\d  (buy |sell) .*"));
    assertThat(screen.getLast()).startsWith(" q quit   " + exchange.streamUrl());

    window.press("q");
    assertEndedWith(0);
  }

  @Test
  void theScreenFollowsTheWindowsSize() throws Exception {
    window.resize(64, 12);
    window.await(
        "a foot in the 12th line",
        screen -> screen.size() == 12 && screen.getLast().startsWith(" q quit"));

    window.resize(COLUMNS, ROWS);
    window.await(
        "a foot in the last line and trades beside the book",
        screen ->
            screen.size() == ROWS
                && screen.getLast().startsWith(" q quit")
                && screen.get(2).endsWith("▏ trades"));

    window.press("q");
    assertEndedWith(0);
  }

  @Test
  void controlCRestoresTheTerminal() throws Exception {
    window.press("C-c");
    assertEndedWith(0);
  }

  @Test
  void sigtermRestoresTheTerminal() throws Exception {
    long pid = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
    assertThat(ProcessHandle.of(pid).orElseThrow().destroy()).isTrue();
    assertEndedWith(0);
  }

  @Test
  void aFailureRestoresTheTerminalAndIsPrintedThere() throws Exception {
    exchange
        .market("XBTUSDT")
        .inject(new Fault.ErrorFrame("invalid_credentials", "the key was revoked", true));
    assertEndedWith(1);
    assertThat(window.screen())
        .containsSequence(
            "luno-streams watch: XBTUSDT failed: REFUSED: invalid_credentials: the key was revoked",
            "hint: check the key's id and secret",
            "ended with 1");
  }

  @Test
  void aBookThatIsNotCurrentIsShownAsSuch() throws Exception {
    exchange.close();

    List<String> screen = window.await("not current");

    assertThat(screen.getFirst()).startsWith(" XBTUSDT  RESYNCING  ACTIVE");
    window.press("q");
    assertEndedWith(0);
  }
}
