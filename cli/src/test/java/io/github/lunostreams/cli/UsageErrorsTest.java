package io.github.lunostreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageErrorsTest {
  private static final Map<String, String> KEY =
      Map.of("LUNO_API_KEY_ID", "kd8f3hs92jd0s", "LUNO_API_KEY_SECRET", "dGhpc2lzbm90YXNlY3JldA");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          serve XBTZAR --nonsense           | unknown option --nonsense
          serve XBTZAR --prot 1             | unknown option --prot
          serve XBTZAR --port 65536         | --port: expected a port from 0 (any free one) to 65535, got '65536'
          serve XBTZAR -p http              | --port: expected a port from 0 (any free one) to 65535, got 'http'
          serve XBTZAR --app-port -1        | --app-port: expected a port from 0 (any free one) to 65535, got '-1'
          serve XBTZAR --app --app-port 8010| --app-port: expected another port than --port, got 8010 for both
          serve                             | expected at least one pair, got none
          serve XBT/ZAR                     | expected a pair such as XBTZAR, got 'XBT/ZAR'
          serve XBTZAR ETHZAR xbtzar        | expected each pair once, got XBTZAR twice
          serve XBTZAR --depth -3           | --depth: expected a number of price levels from 0 (all of them) upwards, got '-3'
          serve XBTZAR -d ten               | --depth: expected a number of price levels from 0 (all of them) upwards, got 'ten'
          serve XBTZAR --luno-url luno.com  | --luno-url: expected an address such as wss://ws.luno.com or ws://127.0.0.1:9001, got 'luno.com'
          serve XBTZAR --luno-url http://a  | --luno-url: expected an address such as wss://ws.luno.com or ws://127.0.0.1:9001, got 'http://a'
          serve XBTZAR --connect-timeout 10 | --connect-timeout: expected a duration above 0 and up to 24h, such as 500ms, 10s or 2m, got '10'
          serve XBTZAR --stale-after 0s     | --stale-after: expected a duration above 0 and up to 24h, such as 500ms, 10s or 2m, got '0s'
          serve XBTZAR --stale-after 45s    | --stale-after: expected less than --silence-timeout (45s), got 45s
          serve XBTZAR --backoff-base 61s   | --backoff-base: expected at most --backoff-cap (60s), got 61s
          serve XBTZAR --optional ETHZAR    | --optional: expected one of XBTZAR, got ETHZAR
          serve XBTZAR ETHZAR --sessions 1  | --sessions: expected at least one a pair (2), got 1
          serve XBTZAR --optional ETHZAR --all-pairs | --optional: expected one of XBTZAR, got ETHZAR
          serve --all-pairs --optional ETHZAR | --optional: expected one of the pairs named, none, got ETHZAR
          serve --all-pairs=maybe           | --all-pairs: expected true or false, got 'maybe'
          serve --all-pairs=off             | expected at least one pair, got none
          serve --all-pairs --quiet-time 5  | --quiet-time: expected a duration above 0 and up to 24h, such as 500ms, 10s or 2m, got '5'
          serve --all-pairs=on XBTZAR ETHZAR --sessions 1 | --sessions: expected at least one a pair (2), got 1
          serve XBTZAR --sessions 0         | --sessions: expected a number of sessions from 1 to 10000, got '0'
          serve XBTZAR --log-level loud     | --log-level: expected one of TRACE, DEBUG, INFO, WARNING, ERROR, CRITICAL, got 'loud'
          simulate --rate fast              | --rate: expected a number of messages a second from 0 to 100000, got 'fast'
          simulate --seed 1.5               | --seed: expected a whole number, got '1.5'
          simulate --fault quake@10s        | --fault: fault 'quake@10s': 'quake' is not one of drop
          simulate --fault ETHZAR:drop@10s  | fault for ETHZAR, which is not simulated
          simulate XBT                      | expected a pair of 6 to 16 letters and digits to simulate, got 'XBT'
          watch                             | Missing required parameter: 'PAIR'
          watch XBT/ZAR                     | expected a pair such as XBTZAR, got 'XBT/ZAR'
          watch XBTZAR --gateway 8010       | --gateway: expected an address such as ws://127.0.0.1:8010 or http://127.0.0.1:8010, got '8010'
          watch XBTZAR --luno-url luno.com  | --luno-url: expected an address such as wss://ws.luno.com or ws://127.0.0.1:9001, got 'luno.com'
          check                             | expected at least one pair, got none
          check XBTZAR --seconds 0          | --seconds: expected seconds from 1 to 86400, got '0'
          check XBTZAR --luno-rest-url ws://a | --luno-rest-url: expected an address such as https://api.luno.com or http://127.0.0.1:9001, got 'ws://a'
          pairs XBT/ZAR                     | expected a pair such as XBTZAR, got 'XBT/ZAR'
          pairs --timeout 0s                | --timeout: expected a duration above 0 and up to 24h, such as 500ms, 10s or 2m, got '0s'
          demo --pairs XBTZAR,XBTZAR        | expected each pair once, got XBTZAR twice
          """)
  void whatMakesNoSenseIsAnsweredWithWhatWasExpectedAndWhatCame(String line, String message) {
    Invocation invocation = Invocation.with(KEY, line.split(" "));

    assertThat(invocation.code()).isEqualTo(2);
    assertThat(invocation.out()).isEmpty();
    assertThat(invocation.err()).hasSizeBetween(1, 3);
    assertThat(invocation.err().getFirst()).contains(message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          serv XBTZAR ETHZAR           | 'serv' is not a command | serve
          srve xbtzar ethzar           | 'srve' is not a command | serve
          Serve XBTZAR ETHZAR          | 'Serve' is not a command | serve
          simulat --port 9001          | 'simulat' is not a command | simulate
          dmeo                         | 'dmeo' is not a command | demo
          follow XBTZAR ETHZAR         | 'follow' is not a command, and XBTZAR is a pair rather than a key's secret | serve
          --port 0 follow xbtzar ETHZAR| 'follow' is not a command, and xbtzar is a pair rather than a key's secret | serve
          XBTZAR ETHZAR                | expected a command (check, completion, demo, pairs, serve, simulate, watch), got the pair XBTZAR | serve
          """)
  void aMistypedCommandIsNotTakenForAKey(String line, String message, String meant) {
    Invocation invocation = Invocation.of(line.split(" "));

    assertThat(invocation.code()).isEqualTo(2);
    assertThat(invocation.err())
        .containsExactly(
            "luno-streams: " + message,
            "hint: did you mean '%s'? luno-streams --help lists the commands".formatted(meant));
  }

  @Test
  void withoutACommandThereIsAHint() {
    assertThat(Invocation.of().code()).isEqualTo(2);
    assertThat(Invocation.of().err()).hasSize(2).first().asString().contains("got none");
    assertThat(Invocation.of("--port", "1", "serve", "XBTZAR").err())
        .first()
        .asString()
        .contains("expected the command before its options");
  }

  @Test
  void anOptionThatIsNearlyRightIsNamed() {
    assertThat(Invocation.with(KEY, "serve", "XBTZAR", "--prot", "1").err())
        .containsExactly("luno-streams serve: unknown option --prot", "hint: did you mean --port?");
  }

  @Test
  void aPairWrittenWithASeparatorIsAnsweredWithTheLikelyOne() {
    assertThat(Invocation.with(KEY, "serve", "btc/zar").err())
        .containsExactly(
            "luno-streams serve: expected a pair such as XBTZAR, got 'btc/zar'",
            "hint: did you mean XBTZAR? 'luno-streams pairs' lists the markets");
  }

  @Test
  void aMissingKeyIsAUsageErrorThatNamesTheVariables() {
    assertThat(Invocation.of("serve", "XBTZAR"))
        .satisfies(
            invocation -> {
              assertThat(invocation.code()).isEqualTo(2);
              assertThat(invocation.err()).hasSize(2);
              assertThat(invocation.err().getFirst()).endsWith("an API key of Luno, got none");
              assertThat(invocation.err().getLast())
                  .contains("LUNO_API_KEY_ID", "LUNO_API_KEY_SECRET", "--credentials", "demo");
            });
    assertThat(Invocation.with(Map.of("LUNO_API_KEY_ID", "kd8f3hs92jd0s"), "serve", "XBTZAR").err())
        .first()
        .asString()
        .endsWith("got only its id");
  }

  @Test
  void aWrongValueFromTheEnvironmentNamesItsVariable() {
    assertThat(Invocation.with(Map.of("LUNO_STREAMS_PORT", "x"), "simulate"))
        .satisfies(
            invocation -> {
              assertThat(invocation.code()).isEqualTo(2);
              assertThat(invocation.err().getLast())
                  .isEqualTo(
                      "hint: the value comes from the environment variable LUNO_STREAMS_PORT");
            });
  }

  @Test
  void aMisplacedSecretIsNotRepeated() {
    String secret = "hN3-kQx_72mPzV0aYtRw9sLbE4cJfUoGdXiB8nSqKv1";
    for (String[] line :
        new String[][] {
          {"serve", "kd8f3hs92jd0s", secret, "XBTZAR"},
          {"serve", "XBTZAR", "--key-secret=" + secret},
          {"kd8f3hs92jd0s", secret},
          {"kd8f3hs92jd0s", secret, "XBTZAR", secret},
          {secret, "XBTZAR", "ETHZAR"},
        }) {
      Invocation invocation = Invocation.of(line);
      assertThat(invocation.code()).isEqualTo(2);
      assertThat(invocation.err()).hasSizeBetween(1, 3).noneMatch(text -> text.contains(secret));
    }
  }
}
