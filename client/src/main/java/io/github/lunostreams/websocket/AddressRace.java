package io.github.lunostreams.websocket;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Connects to the first of a server's addresses that answers: each is tried 250 ms after the one
 * before, or at once when that one refuses, as RFC 8305 (happy eyeballs) recommends.
 */
final class AddressRace implements AutoCloseable {
  private static final long STAGGER_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final List<InetSocketAddress> addresses;
  private final LongSupplier nanoTime;
  private final Opening opening;
  private final Selector selector;
  private final List<SocketChannel> pending = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private int started;
  private long lastStartNanos;

  private AddressRace(List<InetSocketAddress> addresses, Opening opening, LongSupplier nanoTime)
      throws IOException {
    this.addresses = addresses;
    this.opening = opening;
    this.nanoTime = nanoTime;
    this.selector = opening.owns(Selector.open());
  }

  /**
   * Connects.
   *
   * @param addresses at least one, in the order to try them
   * @return a blocking socket
   * @throws ConnectException if none answers
   */
  static Socket connect(List<InetSocketAddress> addresses, Opening opening, LongSupplier nanoTime)
      throws IOException {
    try (AddressRace race = new AddressRace(addresses, opening, nanoTime)) {
      return race.run();
    } catch (ClosedSelectorException cancelled) {
      throw opening.expired();
    }
  }

  private Socket run() throws IOException {
    while (true) {
      while (started < addresses.size() && (pending.isEmpty() || staggerIsOver())) {
        SocketChannel connected = start(addresses.get(started++));
        if (connected != null) {
          return won(connected);
        }
      }
      if (pending.isEmpty()) {
        throw new ConnectException(
            failures.size() == 1 ? failures.getFirst() : String.join("; ", failures));
      }
      selector.select(waitMillis());
      for (SelectionKey key : selector.selectedKeys()) {
        if (finished(key)) {
          return won((SocketChannel) key.channel());
        }
      }
      selector.selectedKeys().clear();
    }
  }

  private boolean staggerIsOver() {
    return nanoTime.getAsLong() - lastStartNanos >= STAGGER_NANOS;
  }

  private long waitMillis() throws IOException {
    long remaining = opening.remainingMillis();
    if (started == addresses.size()) {
      return remaining;
    }
    long nanos = STAGGER_NANOS - (nanoTime.getAsLong() - lastStartNanos);
    return Math.clamp(TimeUnit.NANOSECONDS.toMillis(nanos) + 1, 1, remaining);
  }

  /** Starts to connect; the channel if that succeeded at once, else null. */
  private @Nullable SocketChannel start(InetSocketAddress address) throws IOException {
    lastStartNanos = nanoTime.getAsLong();
    SocketChannel channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      if (channel.connect(address)) {
        return channel;
      }
      pending.add(channel);
      channel.register(selector, SelectionKey.OP_CONNECT, address);
      return null;
    } catch (IOException | UnsupportedAddressTypeException e) {
      failed(channel, address, e);
      return null;
    }
  }

  private boolean finished(SelectionKey key) {
    SocketChannel channel = (SocketChannel) key.channel();
    try {
      return channel.finishConnect();
    } catch (IOException e) {
      failed(channel, (InetSocketAddress) key.attachment(), e);
      return false;
    }
  }

  private void failed(SocketChannel channel, InetSocketAddress address, Exception failure) {
    pending.remove(channel);
    Sockets.close(channel);
    lastStartNanos = nanoTime.getAsLong() - STAGGER_NANOS;
    String words = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    failures.add(address.getAddress().getHostAddress() + ": " + words);
  }

  private Socket won(SocketChannel channel) throws IOException {
    pending.remove(channel);
    SelectionKey key = channel.keyFor(selector);
    if (key != null) {
      key.cancel();
      selector.selectNow();
    }
    opening.owns(channel);
    channel.configureBlocking(true);
    return channel.socket();
  }

  @Override
  public void close() {
    pending.forEach(Sockets::close);
    Sockets.close(selector);
  }
}
