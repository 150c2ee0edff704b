package io.github.lunostreams.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairSuggestionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          btczar   | XBTZAR
          BTC/USDT | XBTUSDT
          ETH-ZAR  | ETHZAR
          XTBZAR   | XBTZAR
          XBTUSD   | XBTUSDT
          ZARETH   | ETHZAR
          ZARBTC   | XBTZAR
          USDTXBT  | XBTUSDT
          ETHBTC   | ETHXBT
          XBTZAR   | XBTZAR
          """)
  void slipsOtherNamesAndTurnedPairsAreUnderstood(String typed, String meant) {
    List<String> markets = List.of("ETHXBT", "ETHZAR", "XBTEUR", "XBTUSDT", "XBTZAR", "XRPZAR");

    assertThat(PairSuggestions.likely(typed, markets)).contains(meant);
  }

  @Test
  void whatResemblesNothingIsNotGuessedAt() {
    assertThat(PairSuggestions.likely("NONSENSE", List.of("XBTZAR", "ETHUSDT"))).isEmpty();
    assertThat(PairSuggestions.likely("", List.of("XBTZAR"))).isEmpty();
  }
}
