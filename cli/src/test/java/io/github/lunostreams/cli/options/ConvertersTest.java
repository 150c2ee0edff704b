package io.github.lunostreams.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.cli.process.LogLevel;
import org.junit.jupiter.api.Test;

class ConvertersTest {
  @Test
  void levelsHavePythonsNamesAndJavasInAnyCase() {
    LogConverters.Level level = new LogConverters.Level();
    assertThat(level.convert("warning")).isEqualTo(LogLevel.WARNING);
    assertThat(level.convert("WARN")).isEqualTo(LogLevel.WARNING);
    assertThat(level.convert("CRITICAL")).isEqualTo(LogLevel.CRITICAL);
    assertThat(level.convert("Debug")).isEqualTo(LogLevel.DEBUG);
  }
}
