package io.github.lunostreams.cli;

import io.github.lunostreams.cli.commands.CheckCommand;
import io.github.lunostreams.cli.commands.CommandNames;
import io.github.lunostreams.cli.commands.CompletionCommand;
import io.github.lunostreams.cli.commands.DemoCommand;
import io.github.lunostreams.cli.commands.PairsCommand;
import io.github.lunostreams.cli.commands.PythonForm;
import io.github.lunostreams.cli.commands.ServeCommand;
import io.github.lunostreams.cli.commands.SimulateCommand;
import io.github.lunostreams.cli.commands.WatchCommand;
import io.github.lunostreams.cli.options.EnvironmentDefaults;
import io.github.lunostreams.cli.process.Console;
import io.github.lunostreams.cli.process.Logging;
import io.github.lunostreams.cli.process.Shutdown;
import io.github.lunostreams.cli.process.UsageException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.OptionSpec;

/** All commands: finds and runs the one that the arguments name. */
final class CommandTree {
  private final Console console;
  private final EnvironmentDefaults defaults;
  private final CommandErrors errors;
  private final CommandLine commands;
  private final CommandLine pythonForm;
  private final CommandNames names;

  CommandTree(Console console, Shutdown shutdown) {
    this.console = console;
    defaults = new EnvironmentDefaults(console.environment());
    errors = new CommandErrors(console, defaults);
    commands =
        configured(
            new CommandLine(new Root())
                .addSubcommand(new ServeCommand(console, shutdown))
                .addSubcommand(new DemoCommand(console, shutdown))
                .addSubcommand(new SimulateCommand(console, shutdown))
                .addSubcommand(new WatchCommand(console, shutdown))
                .addSubcommand(new CheckCommand(console, shutdown))
                .addSubcommand(new PairsCommand(console))
                .addSubcommand(new CompletionCommand(console)));
    names = new CommandNames(commands.getSubcommands().keySet());
    pythonForm = configured(new CommandLine(new PythonForm(console, shutdown, names)));
  }

  /** Runs the command that the arguments name; returns the exit code. */
  int run(String... args) {
    Logging.catchUncaught();
    return isPythonForm(args) ? pythonForm.execute(args) : commands.execute(args);
  }

  /** The commands as the parser knows them. */
  CommandLine commands() {
    return commands;
  }

  private boolean isPythonForm(String[] args) {
    if (args.length == 0 || names.contains(args[0])) {
      return false;
    }
    for (OptionSpec option : commands.getCommandSpec().options()) {
      if (List.of(option.names()).contains(args[0])) {
        return false;
      }
    }
    return true;
  }

  private CommandLine configured(CommandLine line) {
    addHelp(line);
    line.setDefaultValueProvider(defaults);
    line.setOut(new PrintWriter(console.out(), true, console.out().charset()));
    line.setUsageHelpAutoWidth(true);
    line.setUsageHelpLongOptionsMaxWidth(28);
    line.setParameterExceptionHandler(errors::explain);
    line.setExecutionExceptionHandler(errors::explain);
    return line;
  }

  private static void addHelp(CommandLine line) {
    line.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
    line.getSubcommands().values().forEach(CommandTree::addHelp);
    if (line.getSubcommands().isEmpty()) {
      line.getCommandSpec()
          .usageMessage()
          .abbreviateSynopsis(true)
          .sortOptions(false)
          .footer(
              "",
              "Every option can be set by an environment variable too: --port by"
                  + " LUNO_STREAMS_PORT, the pairs by LUNO_STREAMS_PAIRS. WAIT is a duration such"
                  + " as 500ms, 10s or 2m.");
    }
  }

  /** The program without a command. */
  @Command(
      name = Console.PROGRAM,
      description = "Exact market data of the Luno exchange, for any number of clients.",
      synopsisSubcommandLabel = "COMMAND",
      customSynopsis = {
        "luno-streams COMMAND [OPTION…]",
        "       luno-streams KEY_ID KEY_SECRET PAIR… [OPTION…]   (as 'serve', with its options)"
      },
      footer = {
        "",
        "Try it without a key:  luno-streams demo",
        "The options of a command:  luno-streams serve --help"
      })
  private static final class Root implements Callable<Integer> {
    @Override
    public Integer call() {
      throw new UsageException(
          "expected a command, got none", Console.PROGRAM + " --help lists the commands");
    }
  }

  /** The version the build wrote into the jar. */
  private static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = CommandTree.class.getPackage().getImplementationVersion();
      return new String[] {Console.PROGRAM + " " + (version == null ? "(unpackaged)" : version)};
    }
  }
}
