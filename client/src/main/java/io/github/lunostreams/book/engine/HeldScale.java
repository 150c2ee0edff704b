package io.github.lunostreams.book.engine;

/**
 * With how many decimals a book holds its prices, or its volumes. As many as the longest number is
 * written with, zeros at its end included, for as long as all numbers fit so; from the first that
 * does not on, until the next snapshot, as many as the numbers need without these zeros.
 *
 * <p>Owned by the market's thread.
 */
final class HeldScale {
  /** The numbers of one kind that a book holds. */
  interface Numbers {
    /** How many zeros stand at the end of each, at most so many. */
    int zerosAtEnd(int most);

    /** Whether so many zeros can be put behind each. */
    boolean haveRoom(int zeros);

    /** Puts so many zeros behind each; below 0, takes them from its end. */
    void rescale(int places);
  }

  private final Numbers numbers;
  private int scale;

  /** Zeros at the end of what comes are left out from now on. */
  private boolean dropsZeros;

  HeldScale(Numbers numbers) {
    this.numbers = numbers;
  }

  /** The decimals held, 0 to 18. */
  int scale() {
    return scale;
  }

  /** The book is empty. */
  void clear() {
    scale = 0;
    dropsZeros = false;
  }

  /**
   * A number as the book holds it. The scale of all others may change for that.
   *
   * @param unscaled the number's digits
   * @param scaleOfNumber how many of them stand behind the point, 0 to 18
   * @return the digits at this scale
   * @throws UnrepresentableNumberException if it and the others do not fit at any scale
   */
  long held(long unscaled, int scaleOfNumber) throws UnrepresentableNumberException {
    int missing = scale - scaleOfNumber;
    if (missing >= 0) {
      long factor = ScaledDecimal.powerOfTen(missing);
      long held = unscaled * factor;
      if (!ScaledDecimal.overflowed(held, unscaled, factor)) {
        return held;
      }
    }
    return heldOtherwise(unscaled, scaleOfNumber);
  }

  private long heldOtherwise(long unscaled, int scaleOfNumber)
      throws UnrepresentableNumberException {
    int more = scaleOfNumber - scale;
    if (more > 0 && !dropsZeros && numbers.haveRoom(more)) {
      rescale(more);
      return unscaled;
    }
    dropsZeros = true;
    int zeros = ScaledDecimal.zerosAtEnd(unscaled, scaleOfNumber);
    long digits = ScaledDecimal.shifted(unscaled, -zeros);
    int needed = scaleOfNumber - zeros;
    if (needed <= scale && ScaledDecimal.hasRoom(digits, scale - needed)) {
      return ScaledDecimal.shifted(digits, scale - needed);
    }
    int least = Math.max(needed, scale - numbers.zerosAtEnd(scale));
    if (!ScaledDecimal.hasRoom(digits, least - needed)
        || (least > scale && !numbers.haveRoom(least - scale))) {
      throw new UnrepresentableNumberException(
          "%s with numbers of %s decimals beside it exceeds 64 bits"
              .formatted(new ScaledDecimal(digits, needed).toBigDecimal().toPlainString(), least));
    }
    rescale(least - scale);
    return ScaledDecimal.shifted(digits, least - needed);
  }

  /**
   * A number held, after all are shortened by the zeros at their ends: what it is to be added to
   * would exceed 64 bits.
   *
   * @return the digits at the new scale; the same if nothing can be shortened
   */
  long shortened(long held) {
    dropsZeros = true;
    int zeros = numbers.zerosAtEnd(ScaledDecimal.zerosAtEnd(held, scale));
    if (zeros > 0) {
      rescale(-zeros);
    }
    return ScaledDecimal.shifted(held, -zeros);
  }

  private void rescale(int places) {
    numbers.rescale(places);
    scale += places;
  }
}
