package io.github.lunostreams.cli.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.cli.watch.MarketView.Json;
import io.github.lunostreams.cli.watch.ViewSink.Failure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextLinesTest {
  @Test
  void aTimeThatIsNotKnownIsNoTimeOf1970() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TextLines lines =
        new TextLines(
            new PrintStream(out, true, UTF_8), false, () -> Instant.parse("2026-09-22T10:00:00Z"));
    lines
        .sink()
        .onView(
            new MarketView(
                MarketView.LIVE,
                "",
                new MarketView.Book(7, 0, "ACTIVE", List.of(), List.of()),
                List.of(new MarketView.Trade(0, true, BigDecimal.ONE, BigDecimal.TEN)),
                1,
                Json.NONE));
    lines.sink().onFailed(new Failure("over", ""));

    lines.run();

    assertThat(out.toString(UTF_8).lines())
        .containsExactly(
            "2026-09-22T10:00:00Z LIVE",
            "unknown-time trade buy 10 at 1",
            "unknown-time bid - ask - #7");
  }
}
