package io.github.lunostreams.cli.commands;

import io.github.lunostreams.cli.process.Console;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code completion}: a script that completes commands and options in a shell. */
@Command(
    name = "completion",
    description =
        "Prints a completion script for bash and zsh. For this shell:"
            + "  source <(luno-streams completion)")
public final class CompletionCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  /**
   * The command.
   *
   * @param console its streams
   */
  public CompletionCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    console.out().print(AutoComplete.bash(Console.PROGRAM, spec.root().commandLine()));
    console.out().flush();
    return 0;
  }
}
