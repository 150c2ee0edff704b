package io.github.lunostreams.cli;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Options from environment variables: {@code --luno-url} is {@code LUNO_STREAMS_LUNO_URL}, the
 * pairs are {@code LUNO_STREAMS_PAIRS}. What is said on the command line goes before it.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {
  private static final String PREFIX = "LUNO_STREAMS_";

  private final Map<String, String> environment;

  EnvironmentDefaults(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    String variable = variable(argument);
    String value = variable == null ? null : environment.get(variable);
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** The variable of an option, or null if it has none. */
  static @Nullable String variable(ArgSpec argument) {
    if (argument instanceof OptionSpec option) {
      if (option.usageHelp() || option.versionHelp()) {
        return null;
      }
      String name = option.longestName().replaceFirst("^-+", "");
      return PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
    boolean pairs =
        argument instanceof PositionalParamSpec
            && Pairs.LABEL.equals(argument.paramLabel())
            && argument.command().findOption("--pairs") == null;
    return pairs ? PREFIX + "PAIRS" : null;
  }
}
