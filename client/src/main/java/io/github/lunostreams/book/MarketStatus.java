package io.github.lunostreams.book;

import static java.util.Objects.requireNonNull;

/**
 * What the exchange lets traders do in a market, in the exchange's own word.
 *
 * <p>A record instead of an enum, since a status never seen before must not break a stream. Luno's
 * REST interface spells {@code POST_ONLY} what its stream spells {@code POSTONLY}; both become
 * {@link #POSTONLY}.
 *
 * @param name the exchange's word, {@code ACTIVE} for instance
 */
public record MarketStatus(String name) {
  /** Trading as usual. */
  public static final MarketStatus ACTIVE = new MarketStatus("ACTIVE");

  /** Only orders that do not trade at once are taken. */
  public static final MarketStatus POSTONLY = new MarketStatus("POSTONLY");

  /** No orders are taken. */
  public static final MarketStatus DISABLED = new MarketStatus("DISABLED");

  /** The exchange has not said. */
  public static final MarketStatus UNKNOWN = new MarketStatus("UNKNOWN");

  /** Checks that there is a name. */
  public MarketStatus {
    requireNonNull(name, "name");
  }

  /**
   * The status of that name.
   *
   * @param name the exchange's word
   * @return a known constant where the word is known
   */
  public static MarketStatus of(String name) {
    return switch (name) {
      case "ACTIVE" -> ACTIVE;
      case "POSTONLY", "POST_ONLY" -> POSTONLY;
      case "DISABLED" -> DISABLED;
      case "UNKNOWN", "" -> UNKNOWN;
      default -> new MarketStatus(name);
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
