package io.github.lunostreams.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code completion}: a script that teaches a shell the commands and options. */
@Command(
    name = "completion",
    description =
        "Prints a completion script for bash and zsh. For this shell:"
            + "  source <(luno-streams completion)")
final class CompletionCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  CompletionCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    console.out().print(AutoComplete.bash(Console.PROGRAM, spec.root().commandLine()));
    console.out().flush();
    return 0;
  }
}
