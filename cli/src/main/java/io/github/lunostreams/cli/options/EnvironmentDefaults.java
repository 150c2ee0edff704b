package io.github.lunostreams.cli.options;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Options from environment variables: {@code --luno-url} is {@code LUNO_STREAMS_LUNO_URL}, the
 * pairs are {@code LUNO_STREAMS_PAIRS}. The command line takes precedence.
 */
public final class EnvironmentDefaults implements IDefaultValueProvider {
  private static final String PREFIX = "LUNO_STREAMS_";

  private final Map<String, String> environment;

  /**
   * Reads options from an environment.
   *
   * @param environment the variables
   */
  public EnvironmentDefaults(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    String variable = variable(argument);
    return variable == null ? null : environment.getOrDefault(variable, "").strip();
  }

  /**
   * The variable that is set for an argument.
   *
   * @param argument an option or a parameter
   * @return null if there is none
   */
  public @Nullable String variable(ArgSpec argument) {
    return variables(argument).stream()
        .filter(variable -> !environment.getOrDefault(variable, "").isBlank())
        .findFirst()
        .orElse(null);
  }

  /**
   * The variables that can set an argument, one for each of its long names.
   *
   * @param argument an option or a parameter
   * @return the first takes precedence; empty if there is none
   */
  public static List<String> variables(ArgSpec argument) {
    if (argument instanceof OptionSpec option) {
      return option.usageHelp() || option.versionHelp()
          ? List.of()
          : Arrays.stream(option.names())
              .filter(name -> name.startsWith("--"))
              .map(name -> name.substring(2).toUpperCase(Locale.ROOT).replace('-', '_'))
              .map(PREFIX::concat)
              .toList();
    }
    boolean pairs =
        argument instanceof PositionalParamSpec
            && PairArguments.LABEL.equals(argument.paramLabel())
            && argument.command().findOption("--pairs") == null;
    return pairs ? List.of(PREFIX + "PAIRS") : List.of();
  }
}
