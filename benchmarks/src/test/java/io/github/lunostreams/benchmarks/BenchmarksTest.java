package io.github.lunostreams.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lunostreams.benchmarks.report.RunOptions;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class BenchmarksTest {
  private static Benchmarks parse(String... args) {
    Benchmarks benchmarks = new Benchmarks();
    new CommandLine(benchmarks).parseArgs(args);
    return benchmarks;
  }

  @Test
  void everythingIsMeasuredInFullByDefault() {
    Benchmarks benchmarks = parse();
    RunOptions options = benchmarks.options();
    assertThat(options.isShort()).isFalse();
    assertThat(options.rounds()).isEqualTo(5);
    assertThat(options.isWanted("Updates.decodeAndApply:XBTZAR")).isTrue();
    assertThat(benchmarks.output).isNull();
    assertThat(benchmarks.minutes).isEqualTo(10);
  }

  @Test
  void optionsAreTaken() {
    Benchmarks benchmarks =
        parse("--forks", "2", "--short", "--only", "byteSum", "--output", "x.md");
    RunOptions options = benchmarks.options();
    assertThat(options.isShort()).isTrue();
    assertThat(options.rounds()).isEqualTo(2);
    assertThat(options.isWanted("Baselines.byteSum:XBTZAR")).isTrue();
    assertThat(options.isWanted("Updates.apply:XBTZAR")).isFalse();
    assertThat(benchmarks.output).isEqualTo(Path.of("x.md"));
    assertThat(parse("--short").options().rounds()).isEqualTo(1);
  }

  @Test
  void aSoakTakesTheMinutesAskedFor() {
    Benchmarks benchmarks = parse("--soak", "--minutes", "0.5");
    assertThat(benchmarks.mode.soak).isTrue();
    assertThat(benchmarks.mode.fanOut || benchmarks.mode.crowd).isFalse();
    assertThat(benchmarks.minutes).isEqualTo(0.5);
  }

  @Test
  void wrongOptionsAreRefused() {
    for (String[] args :
        new String[][] {
          {"--long"},
          {"--forks"},
          {"--forks", "0"},
          {"--only", "("},
          {"--minutes", "0"},
          {"--minutes", "x"},
          {"--soak", "--crowd"}
        }) {
      assertThatThrownBy(() -> parse(args).options())
          .as(Arrays.toString(args))
          .isInstanceOf(ParameterException.class);
    }
  }
}
