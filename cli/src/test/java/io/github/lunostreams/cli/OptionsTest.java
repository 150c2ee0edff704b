package io.github.lunostreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.cli.options.EnvironmentDefaults;
import io.github.lunostreams.cli.process.Console;
import io.github.lunostreams.cli.process.Shutdown;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The options of the commands, as the parser and the help show them. */
class OptionsTest {
  @Test
  void allPairsTakesNoPairForItsValueAndNeedsNone() {
    assertThat(Invocation.of("serve", "--all-pairs", "XBTZAR", "XBTZAR").err().getFirst())
        .endsWith("got XBTZAR twice");
    assertThat(Invocation.of("serve", "--all-pairs").err().getFirst())
        .as("what is missing is the key")
        .endsWith("expected an API key of Luno, got none");
    assertThat(Invocation.of("serve", "--help").out())
        .contains("--all-pairs", "--quiet-time", "--idle-timeout=WAIT");
  }

  @Test
  void appTakesNoPairForItsValue() {
    Invocation invocation = Invocation.of("serve", "--app", "XBTZAR", "XBTZAR");
    assertThat(invocation.err().getFirst()).endsWith("got XBTZAR twice");
  }

  @Test
  void theVariablesOfAllCommandsAreTheirOptionsNames() {
    CommandTree tree =
        new CommandTree(new Console(Map.of(), System.out, System.err), new Shutdown());
    Map<String, String> variables = new HashMap<>();
    for (CommandLine command : tree.commands().getSubcommands().values()) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        List<String> names = EnvironmentDefaults.variables(option);
        if (!names.isEmpty()) {
          variables.put(option.longestName(), names.getFirst());
        }
      }
    }

    assertThat(variables)
        .containsEntry("--log-level", "LUNO_STREAMS_LOG_LEVEL")
        .containsEntry("--app-port", "LUNO_STREAMS_APP_PORT")
        .containsEntry("--pairs", "LUNO_STREAMS_PAIRS")
        .containsEntry("--idle-timeout", "LUNO_STREAMS_IDLE_TIMEOUT")
        .doesNotContainKeys("--help", "--version")
        .hasSizeGreaterThan(20);
  }

  @Test
  void helpFitsAWindowOfEightyColumns() {
    CommandTree tree =
        new CommandTree(new Console(Map.of(), System.out, System.err), new Shutdown());
    for (CommandLine command : tree.commands().getSubcommands().values()) {
      // Without its automatic width, which is that of the terminal the tests run in.
      command.setUsageHelpAutoWidth(false).setUsageHelpWidth(80);
      assertThat(command.getUsageMessage(CommandLine.Help.Ansi.OFF).lines())
          .as(command.getCommandName())
          .allMatch(line -> line.length() <= 80);
    }
  }

  @Test
  void helpGoesToStandardOutputAndExits0() {
    for (String command : new String[] {"serve", "demo", "simulate", "watch", "check", "pairs"}) {
      Invocation help = Invocation.of(command, "--help");
      assertThat(help.code()).isZero();
      assertThat(help.err()).isEmpty();
    }
  }
}
