package io.github.lunostreams.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lunostreams.benchmarks.RunOptions.Effort;
import io.github.lunostreams.benchmarks.RunOptions.Mode;
import io.github.lunostreams.benchmarks.RunOptions.UsageException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;

class RunOptionsTest {
  @Test
  void everythingIsMeasuredInFullByDefault() throws Exception {
    RunOptions options = RunOptions.parse();
    assertThat(options.effort()).isEqualTo(Effort.FULL);
    assertThat(Row.all()).allMatch(row -> options.only().matcher(row.key()).find());
    assertThat(options.output()).isNull();
  }

  @Test
  void optionsAreTaken() throws Exception {
    RunOptions options =
        RunOptions.parse("--forks", "2", "--short", "--only", "byteSum", "--output", "x.md");
    assertThat(options.effort()).isEqualTo(Effort.SHORT.withRounds(2));
    assertThat(Row.all().stream().filter(row -> options.only().matcher(row.key()).find()))
        .extracting(Row::key)
        .containsExactly("Baselines.byteSum:XBTZAR", "Baselines.byteSum:XBTUSDT");
    assertThat(options.output()).isEqualTo(Path.of("x.md"));
  }

  @Test
  void aSoakTakesTenMinutesUnlessOthersAreAskedFor() throws Exception {
    assertThat(RunOptions.parse("--soak").soak()).isEqualTo(Duration.ofMinutes(10));
    RunOptions options = RunOptions.parse("--soak", "--minutes", "0.5");
    assertThat(options.mode()).isEqualTo(Mode.SOAK);
    assertThat(options.soak()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void whatThereIsNotIsRefused() {
    for (String[] args :
        new String[][] {
          {"--long"},
          {"--forks"},
          {"--forks", "0"},
          {"--only", "("},
          {"--minutes", "0"},
          {"--minutes", "x"}
        }) {
      assertThatThrownBy(() -> RunOptions.parse(args))
          .as(Arrays.toString(args))
          .isInstanceOf(UsageException.class)
          .hasMessageStartingWith("expected");
    }
  }

  @Test
  void everyRowIsABenchmarkAndNoneComesTwice() {
    for (Row row : Row.all()) {
      assertThat(row.owner().getMethods())
          .as(row.key())
          .filteredOn(method -> method.isAnnotationPresent(Benchmark.class))
          .extracting(Method::getName)
          .contains(row.method());
    }
    assertThat(Row.all()).extracting(Row::key).doesNotHaveDuplicates();
  }
}
