package io.github.lunostreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion script, run by the shell it is for. */
class CompletionTest {
  /** The names that bash completes when Tab is pressed after these words. */
  private static final String TAB =
      """
      source "$1"; shift
      compopt() { :; } # Of use to a real Tab only.
      COMP_WORDS=(luno-streams "$@"); COMP_CWORD=$#; COMP_LINE="luno-streams $*"
      _complete_luno-streams luno-streams "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  @TempDir private Path directory;

  private List<String> completed(String... words) throws Exception {
    Invocation completion = Invocation.of("completion");
    assertThat(completion.code()).isZero();
    assertThat(completion.err()).isEmpty();
    Path script = Files.writeString(directory.resolve("completion"), completion.out());

    List<String> line = new ArrayList<>(List.of("bash", "-c", TAB, "bash", script.toString()));
    line.addAll(List.of(words));
    Process bash = new ProcessBuilder(line).redirectErrorStream(true).start();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(out).isZero();
    return out.lines().map(String::strip).toList();
  }

  @Test
  void bashCompletesCommandsAndTheirOptions() throws Exception {
    assertThat(completed("pa")).containsExactly("pairs");
    assertThat(completed("pairs", "--luno-r")).containsExactly("--luno-rest-url");
  }
}
