package io.github.lunostreams.benchmarks.clients;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * All clients of this process: those that read and those that do not, the stalled ones.
 *
 * <p>Used by one thread.
 */
final class Clients {
  /** So many are connecting at a time: fewer than a server lets wait to be accepted. */
  private static final int CONNECTING = 200;

  private static final int READ_BYTES = 64 << 10;
  private static final long ANSWER_SECONDS = 30;
  private static final int CONNECT_MILLIS = 5_000;

  private final EventLoopGroup loops;
  private final List<Tally> tallies = new ArrayList<>();
  private final Bootstrap bootstrap;
  private final Random random;
  private final List<Client> reading = new ArrayList<>();
  private final List<Client> stalled = new ArrayList<>();
  private int made;

  Clients(int threads, boolean compareBooks, long seed) {
    loops =
        new MultiThreadIoEventLoopGroup(
            threads, new DefaultThreadFactory("clients", true), NioIoHandler.newFactory());
    loops.forEach(loop -> tallies.add(new Tally((EventLoop) loop, compareBooks)));
    random = new Random(seed);
    bootstrap =
        new Bootstrap()
            .group(loops)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES));
  }

  /** Adds clients and waits until all are connected. */
  void connect(Target target, int count, boolean reads, long millis)
      throws InterruptedException, TimeoutException {
    Semaphore slots = new Semaphore(CONNECTING);
    CountDownLatch missing = new CountDownLatch(count);
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (int i = 0; i < count; i++) {
      if (!slots.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        break;
      }
      Client client = add(target, reads);
      client.start(
          () -> {
            slots.release();
            missing.countDown();
          });
    }
    if (!missing.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      throw new TimeoutException(
          "expected %d clients connected within %d ms, missing %d"
              .formatted(count, millis, missing.getCount()));
    }
  }

  private Client add(Target target, boolean reads) {
    Tally tally = tallies.get(made++ % tallies.size());
    Client client = new Client(bootstrap, tally, target, reads, new Random(random.nextLong()));
    (reads ? reading : stalled).add(client);
    return client;
  }

  /** Lets some clients go, whoever it may be, and others come, without waiting for them. */
  void replace(Target target, int count, boolean reads) {
    List<Client> group = reads ? reading : stalled;
    for (int i = 0; i < count && !group.isEmpty(); i++) {
      int leaving = random.nextInt(group.size());
      Client last = group.removeLast();
      Client gone = leaving < group.size() ? group.set(leaving, last) : last;
      gone.tally().loop.execute(gone::leave);
    }
    for (int i = 0; i < count; i++) {
      add(target, reads).start(() -> {});
    }
  }

  /** Lets all go, and forgets them. */
  void leave() throws InterruptedException, ExecutionException, TimeoutException {
    List<Client> all = new ArrayList<>(reading);
    all.addAll(stalled);
    reading.clear();
    stalled.clear();
    for (Tally tally : tallies) {
      ask(
          tally,
          () -> {
            all.stream().filter(client -> client.tally() == tally).forEach(Client::leave);
            return 0;
          });
    }
  }

  void expect(OpenLoop schedule) throws InterruptedException, ExecutionException, TimeoutException {
    each(
        tally -> {
          tally.expect(schedule);
          return 0;
        });
  }

  /** Every client that reads should have all of the schedule by now. */
  void finish() throws InterruptedException, ExecutionException, TimeoutException {
    for (Tally tally : tallies) {
      List<Client> own = reading.stream().filter(client -> client.tally() == tally).toList();
      ask(
          tally,
          () -> {
            long now = System.nanoTime();
            own.forEach(client -> client.finish(now));
            return 0;
          });
    }
  }

  int readers() {
    return reading.size();
  }

  int countReading(Predicate<Client> wanted)
      throws InterruptedException, ExecutionException, TimeoutException {
    return count(reading, wanted);
  }

  int countStalled(Predicate<Client> wanted)
      throws InterruptedException, ExecutionException, TimeoutException {
    return count(stalled, wanted);
  }

  private int count(List<Client> group, Predicate<Client> wanted)
      throws InterruptedException, ExecutionException, TimeoutException {
    int count = 0;
    for (Tally tally : tallies) {
      List<Client> own = group.stream().filter(client -> client.tally() == tally).toList();
      count += ask(tally, () -> Math.toIntExact(own.stream().filter(wanted).count()));
    }
    return count;
  }

  /** Different books of the newest sequence that a reading client has, as texts. */
  Collection<byte[]> books(long sequence)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<Integer, byte[]> books = new HashMap<>();
    for (Tally tally : tallies) {
      List<Client> own = reading.stream().filter(client -> client.tally() == tally).toList();
      books.putAll(
          ask(
              tally,
              () -> {
                Map<Integer, byte[]> found = new HashMap<>();
                for (Client client : own) {
                  byte[] text = tally.newestText(client.bookDigest());
                  if (client.sequence() == sequence && text != null) {
                    found.put(client.bookDigest(), text);
                  }
                }
                return found;
              }));
    }
    return books.values();
  }

  /** Asks every event loop for something of its own. */
  <T> List<T> each(Function<Tally, T> question)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<T> answers = new ArrayList<>();
    for (Tally tally : tallies) {
      answers.add(ask(tally, () -> question.apply(tally)));
    }
    return answers;
  }

  private static <T> T ask(Tally tally, Callable<T> question)
      throws InterruptedException, ExecutionException, TimeoutException {
    return tally.loop.submit(question).get(ANSWER_SECONDS, TimeUnit.SECONDS);
  }
}
