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
import io.github.lunostreams.cli.process.FailedException;
import io.github.lunostreams.cli.process.Logging;
import io.github.lunostreams.cli.process.Shutdown;
import io.github.lunostreams.cli.process.UsageException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands: finds the one that the arguments name, and explains its errors. */
final class CommandTree {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private static final Logger log = LoggerFactory.getLogger(CommandTree.class);

  private final Console console;
  private final EnvironmentDefaults defaults;
  private final CommandLine commands;
  private final CommandLine pythonForm;
  private final CommandNames names;

  CommandTree(Console console, Shutdown shutdown) {
    this.console = console;
    this.defaults = new EnvironmentDefaults(console.environment());
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
    line.setParameterExceptionHandler(this::explain);
    line.setExecutionExceptionHandler(this::explain);
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

  private int explain(ParameterException failure, String[] args) {
    CommandLine line = failure.getCommandLine();
    String command = line.getCommandSpec().qualifiedName();
    String hint = hintOnVariable(failure, args);
    if (failure instanceof UnmatchedArgumentException unmatched) {
      hint = hintOnName(line, unknownOption(unmatched));
    }
    console.error(
        command,
        message(failure, args),
        hint.isEmpty() ? command + " --help lists the options" : hint);
    return USAGE;
  }

  private static String message(ParameterException failure, String[] args) {
    ArgSpec argument = failure.getArgSpec();
    if (failure instanceof UnmatchedArgumentException unmatched) {
      return "unknown option " + unknownOption(unmatched);
    }
    if (failure.getCause() instanceof TypeConversionException conversion) {
      return argument instanceof OptionSpec option
          ? name(option, args) + ": " + conversion.getMessage()
          : String.valueOf(conversion.getMessage());
    }
    return String.valueOf(failure.getMessage());
  }

  /** The long name of an option: of several the one that was given. */
  private static String name(OptionSpec option, String[] args) {
    return Arrays.stream(option.names())
        .filter(name -> name.startsWith("--") && isGiven(name, args))
        .findFirst()
        .orElse(option.longestName());
  }

  private static boolean isGiven(String name, String[] args) {
    return Arrays.stream(args).anyMatch(arg -> arg.startsWith(name));
  }

  /** Only the option's name: its value may be a secret. */
  private static String unknownOption(UnmatchedArgumentException failure) {
    return failure.getUnmatched().getFirst().replaceFirst("[=:].*$", "");
  }

  private static String hintOnName(CommandLine line, String unknown) {
    for (OptionSpec option : line.getCommandSpec().options()) {
      if (CommandNames.isMisspelling(unknown, option.longestName())) {
        return "did you mean " + option.longestName() + "?";
      }
    }
    return "";
  }

  /** Names the environment variable that a wrong value came from. */
  private String hintOnVariable(ParameterException failure, String[] args) {
    ArgSpec argument = failure.getArgSpec();
    String variable = argument == null ? null : defaults.variable(argument);
    boolean given =
        argument instanceof OptionSpec option
            && Arrays.stream(option.names()).anyMatch(name -> isGiven(name, args));
    if (variable == null || given) {
      return "";
    }
    return "the value comes from the environment variable " + variable;
  }

  private int explain(Exception failure, CommandLine line, @Nullable ParseResult result) {
    String command = line.getCommandSpec().qualifiedName();
    return switch (failure) {
      case UsageException usage -> {
        console.error(command, String.valueOf(usage.getMessage()), usage.hint());
        yield USAGE;
      }
      case FailedException failed -> {
        console.error(command, String.valueOf(failed.getMessage()), failed.hint());
        yield FAILED;
      }
      default -> {
        log.error("{} failed", command, failure);
        yield FAILED;
      }
    };
  }

  /** The program without a command. */
  @Command(
      name = Console.PROGRAM,
      description = "Exact market data of the Luno exchange, handed on to any number of clients.",
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
