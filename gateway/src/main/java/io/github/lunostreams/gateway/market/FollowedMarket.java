package io.github.lunostreams.gateway.market;

import io.github.lunostreams.gateway.access.Refusal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A market in the {@link MarketRegistry}, and who uses it. Guarded by the registry's lock. */
final class FollowedMarket {
  /** A client of the market; equal to no other. */
  static final class Client {
    private final Consumer<Refusal> whenEnded;

    private Client(Consumer<Refusal> whenEnded) {
      this.whenEnded = whenEnded;
    }
  }

  private final Market market;
  private final boolean known;
  private final Set<Client> clients = new HashSet<>();

  /** When the last client left, or the last request came; nanoseconds of the registry's clock. */
  long usedNanos;

  /** Whether a timer will look whether it is idle. */
  boolean timed;

  /**
   * A market without clients.
   *
   * @param known whether the exchange was known to have it
   */
  FollowedMarket(Market market, boolean known) {
    this.market = market;
    this.known = known;
  }

  Market market() {
    return market;
  }

  boolean known() {
    return known;
  }

  /** Whether it is not known yet that there is such a market. */
  boolean unverified() {
    return !known && market.newestBook().isEmpty();
  }

  boolean hasClients() {
    return !clients.isEmpty();
  }

  /**
   * Adds a client.
   *
   * @param whenEnded is called if the market ends while the client is there
   */
  Client enter(Consumer<Refusal> whenEnded) {
    Client client = new Client(whenEnded);
    clients.add(client);
    return client;
  }

  /** False if it had left before. */
  boolean leave(Client client) {
    return clients.remove(client);
  }

  /** The callbacks for its end. */
  List<Consumer<Refusal>> listeners() {
    return clients.stream().map(client -> client.whenEnded).toList();
  }
}
