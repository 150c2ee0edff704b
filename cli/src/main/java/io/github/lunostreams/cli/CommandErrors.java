package io.github.lunostreams.cli;

import io.github.lunostreams.cli.commands.CommandNames;
import io.github.lunostreams.cli.options.EnvironmentDefaults;
import io.github.lunostreams.cli.process.Console;
import io.github.lunostreams.cli.process.FailedException;
import io.github.lunostreams.cli.process.UsageException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints what went wrong with a command and what to do about it; returns the exit code. */
final class CommandErrors {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private static final Logger log = LoggerFactory.getLogger(CommandErrors.class);

  private final Console console;
  private final EnvironmentDefaults defaults;

  CommandErrors(Console console, EnvironmentDefaults defaults) {
    this.console = console;
    this.defaults = defaults;
  }

  /** For an error in the arguments. */
  int explain(ParameterException failure, String[] args) {
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

  /** For a failure of the command. */
  int explain(Exception failure, CommandLine line, @Nullable ParseResult result) {
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
}
