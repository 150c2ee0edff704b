package io.github.lunostreams.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
  private static final String DATE = "Fri, 27 Nov 2026 12:00:00 GMT";

  @ParameterizedTest
  @CsvSource({"0, 0", "90, 90", "999999999, 3600"})
  void secondsAreBoundedByAnHour(String value, long seconds) {
    assertThat(RetryAfter.parse(value, DATE)).hasValue(Duration.ofSeconds(seconds));
  }

  @Test
  void aDateCountsFromTheResponsesOwnDate() {
    assertThat(RetryAfter.parse("Fri, 27 Nov 2026 12:01:30 GMT", DATE))
        .hasValue(Duration.ofSeconds(90));
    assertThat(RetryAfter.parse("Fri, 27 Nov 2026 11:00:00 GMT", DATE)).hasValue(Duration.ZERO);
    assertThat(RetryAfter.parse("Fri, 27 Nov 2026 12:01:30 GMT", "")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"''", "soon", "-1", "1.5", "12345678901234567890"})
  void whatCannotBeReadIsNothing(String value) {
    assertThat(RetryAfter.parse(value, DATE)).isEmpty();
  }
}
