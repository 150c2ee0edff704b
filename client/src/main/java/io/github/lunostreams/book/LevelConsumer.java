package io.github.lunostreams.book;

/** Is shown price levels, without garbage: numbers unscaled, at the book's scales. */
@FunctionalInterface
public interface LevelConsumer {
  /**
   * The next level.
   *
   * @param unscaledPrice the price × 10^{@link BookView#priceScale()}
   * @param unscaledVolume the volume × 10^{@link BookView#volumeScale()}
   * @param orders how many orders make it up, at least 1
   */
  void accept(long unscaledPrice, long unscaledVolume, int orders);
}
