package io.github.lunostreams.gateway.channel;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.access.Admission;
import io.github.lunostreams.gateway.access.Refusal;
import java.util.function.Consumer;

/** The markets' channels, by the market's pair. Any thread may ask; nothing here blocks. */
public interface ChannelDirectory {
  /**
   * Whether there may be such a market. Asking starts nothing.
   *
   * @param pair a market's, or none that there is
   * @return false if a client that asked for it would be refused as {@link Refusal.Kind#UNKNOWN}
   */
  boolean has(Pair pair);

  /**
   * Admits a client, or says why not.
   *
   * @param pair a market's, or none that there is
   * @param whenEnded is called, on any thread, if nothing will come of the market any more while
   *     the client is there; its channels have sent their last frame to the client
   * @return the market's channels, which go on at least until the client leaves
   */
  Admission<MarketChannels> admit(Pair pair, Consumer<Refusal> whenEnded);
}
