package io.github.lunostreams.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The text form of faults. */
class ScheduledFaultTest {
  static Stream<Arguments> texts() {
    Duration ten = Duration.ofSeconds(10);
    int all = Integer.MAX_VALUE;
    return Stream.of(
        Arguments.of("drop@10s", once(new Fault.Drop())),
        Arguments.of("hangup@10s", once(new Fault.Drop(false))),
        Arguments.of("close:1012@10s", once(new Fault.Close(1012, ""))),
        Arguments.of(
            "close:1012:be: right @back@10s", once(new Fault.Close(1012, "be: right @back"))),
        Arguments.of("gap@10s", once(new Fault.Gap(1))),
        Arguments.of("gap:3@10s", once(new Fault.Gap(3))),
        Arguments.of("duplicate@10s", once(new Fault.Duplicate())),
        Arguments.of("stale@10s", once(new Fault.Stale(10))),
        Arguments.of("stale:1500@10s", once(new Fault.Stale(1_500))),
        Arguments.of("garbage@10s", once(new Fault.Garbage("<html>502 Bad Gateway</html>"))),
        Arguments.of("garbage:{a:b}@10s", once(new Fault.Garbage("{a:b}"))),
        Arguments.of("truncate@10s", once(new Fault.Truncate())),
        Arguments.of("error:odd@10s", once(new Fault.ErrorFrame("odd", "odd", true))),
        Arguments.of("error:odd:so: odd@10s", once(new Fault.ErrorFrame("odd", "so: odd", true))),
        Arguments.of("stall@10s", once(new Fault.Stall(true))),
        Arguments.of("freeze@10s", once(new Fault.Stall(false))),
        Arguments.of("refuse:503@10s", once(new Fault.RefuseUpgrade(503, all))),
        Arguments.of("refuse:503:2@10s", once(new Fault.RefuseUpgrade(503, 2))),
        Arguments.of("reject:odd:no@10s", once(new Fault.RefuseSession("odd", "no", all))),
        Arguments.of("rest:429:3@10s", once(new Fault.RefuseRest(429, 3))),
        Arguments.of(
            "wrong:crossed-create@10s", once(new Fault.WrongUpdate(Fault.Content.CROSSED_CREATE))),
        Arguments.of(
            "snapshot:duplicate-id:2@10s",
            once(new Fault.WrongSnapshot(Fault.SnapshotFlaw.DUPLICATE_ID, 2))),
        Arguments.of("restart:5@10s", once(new Fault.Restart(5))),
        Arguments.of(
            "XBTZAR:drop@every:10s",
            new ScheduledFault("XBTZAR", new Fault.Drop(), ten, ten, null)),
        Arguments.of(
            "stall@10s+1500ms",
            new ScheduledFault(null, new Fault.Stall(true), ten, null, Duration.ofMillis(1_500))),
        Arguments.of(
            "XBTZAR:refuse:503@every:2h+5m",
            new ScheduledFault(
                "XBTZAR",
                new Fault.RefuseUpgrade(503, all),
                Duration.ofHours(2),
                Duration.ofHours(2),
                Duration.ofMinutes(5))));
  }

  private static ScheduledFault once(Fault fault) {
    return new ScheduledFault(null, fault, Duration.ofSeconds(10), null, null);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void theTextFormIsUnderstood(String text, ScheduledFault expected) {
    assertThat(ScheduledFault.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "drop | no @TIME",
        "drop@ | '' is not a time",
        "drop@10 | '10' is not a time",
        "drop@soon | 'soon' is not a time",
        "drop@every:0s | every PT0S",
        "dorp@10s | 'dorp' is not one of drop",
        "drop:1@10s | 'drop' takes 0 arguments, got '1'",
        "close@10s | 'close' needs a number",
        "close:x@10s | 'x' is not a whole number",
        "close:12@10s | close code 12",
        "gap:0@10s | messages is 0",
        "drop@10s+5s | takes no duration",
        "error@10s | 'error' needs error:CODE",
        "wrong:x@10s | 'x' is not one of unknown-maker, overfill",
        "snapshot:x@10s | 'x' is not one of crossed, duplicate-id",
        "restart:x@10s | 'x' is not a sequence",
        "refuse:200@10s | HTTP status 200"
      })
  void aWrongTextIsRefusedWithItsFault(String text, String message) {
    assertThatThrownBy(() -> ScheduledFault.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fault '" + text + "'")
        .hasMessageContaining(message);
  }
}
