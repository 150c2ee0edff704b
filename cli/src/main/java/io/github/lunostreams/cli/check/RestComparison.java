package io.github.lunostreams.cli.check;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.PriceLevel;
import io.github.lunostreams.book.Side;
import io.github.lunostreams.rest.OrderBookTop;
import io.github.lunostreams.rest.OrderBookTop.Level;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares one state of the stream's book with REST's answer, level by level. */
final class RestComparison {
  /** Levels a side in REST's answer. */
  static final int LEVELS = 100;

  private RestComparison() {}

  /** Empty if they are the same; else the first level that differs, in words. */
  static Optional<String> difference(BookSnapshot state, OrderBookTop top) {
    return difference(Side.BID, state, top.bids())
        .or(() -> difference(Side.ASK, state, top.asks()));
  }

  private static Optional<String> difference(
      Side side, BookSnapshot state, List<Level> restLevels) {
    int levels = Math.min(LEVELS, state.levels(side));
    for (int i = 0; i < Math.max(levels, restLevels.size()); i++) {
      PriceLevel ours = i < levels ? state.level(side, i) : null;
      Level theirs = i < restLevels.size() ? restLevels.get(i) : null;
      if (ours == null
          || theirs == null
          || ours.price().compareTo(theirs.price()) != 0
          || ours.volume().compareTo(theirs.volume()) != 0) {
        return Optional.of(
            "at sequence %s %s %s is %s, REST says %s"
                .formatted(
                    state.sequence(),
                    side == Side.BID ? "bid" : "ask",
                    i + 1,
                    text(ours),
                    text(theirs)));
      }
    }
    return Optional.empty();
  }

  private static String text(@Nullable PriceLevel level) {
    return level == null
        ? "missing"
        : level.volume().toPlainString() + " at " + level.price().toPlainString();
  }

  private static String text(@Nullable Level level) {
    return level == null
        ? "there is none"
        : level.volume().stripTrailingZeros().toPlainString()
            + " at "
            + level.price().stripTrailingZeros().toPlainString();
  }
}
