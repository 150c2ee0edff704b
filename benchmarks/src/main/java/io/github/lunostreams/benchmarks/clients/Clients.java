package io.github.lunostreams.benchmarks.clients;

import io.github.lunostreams.benchmarks.exchange.BookContent;
import io.github.lunostreams.benchmarks.exchange.Schedule;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/** All clients of a measurement: those that read, and those that do not. Used by one thread. */
public final class Clients implements AutoCloseable {
  /** Connection attempts at a time: fewer than a server's backlog. */
  private static final int CONNECTING = 200;

  private static final long CONNECT_SECONDS = 60;
  private static final int READ_BYTES = 64 << 10;
  private static final int ATTEMPT_MILLIS = 5_000;
  private static final long POLL_MILLIS = 5;
  private static final long SEED = 74;
  private static final double SECOND = 1e9;
  private static final double MILLI = 1e6;

  private final EventLoopGroup group;
  private final List<ClientLoop> loops = new ArrayList<>();
  private final Bootstrap bootstrap;
  private final Random random = new Random(SEED);
  private final List<Client> reading = new ArrayList<>();
  private final List<Client> stalled = new ArrayList<>();
  private int created;

  /**
   * How late updates were, from when they were due; milliseconds.
   *
   * @param p50 the median
   * @param p99 the 99th percentile
   * @param p999 the 99.9th percentile
   * @param missing updates × clients that were not received at all
   */
  public record Lags(double p50, double p99, double p999, long missing) {}

  /**
   * What clients received.
   *
   * @param perSecond frames a second, of all clients together
   * @param frameBytes the average size of a frame's text
   */
  public record Throughput(double perSecond, double frameBytes) {}

  /**
   * Which clients have a book.
   *
   * @param count how many clients
   * @param of how many clients
   * @param half until half of them had
   * @param most until 99 in 100 had
   * @param all until all had, or the timeout
   */
  public record Arrival(long count, long of, Duration half, Duration most, Duration all) {
    /** {@return whether no client is missing} */
    public boolean isComplete() {
      return count == of;
    }
  }

  /**
   * Prepares clients of one pair.
   *
   * @param compareBooks whether they compare their books, which costs a checksum a frame
   */
  public Clients(String pair, boolean compareBooks) {
    int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);
    group =
        new MultiThreadIoEventLoopGroup(
            threads, new DefaultThreadFactory("clients", true), NioIoHandler.newFactory());
    group.forEach(each -> loops.add(new ClientLoop((EventLoop) each, pair, compareBooks)));
    bootstrap =
        new Bootstrap()
            .group(group)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, ATTEMPT_MILLIS)
            .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES));
  }

  /** Adds clients and waits until all are connected. */
  public void connect(int port, int count, boolean reads) throws InterruptedException {
    Semaphore slots = new Semaphore(CONNECTING);
    CountDownLatch missing = new CountDownLatch(count);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CONNECT_SECONDS);
    for (int i = 0; i < count; i++) {
      if (!slots.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        break;
      }
      add(port, reads)
          .start(
              () -> {
                slots.release();
                missing.countDown();
              });
    }
    if (!missing.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      throw new IllegalStateException(
          "expected %d clients connected within %d s, missing %d"
              .formatted(count, CONNECT_SECONDS, missing.getCount()));
    }
  }

  private Client add(int port, boolean reads) {
    ClientLoop loop = loops.get(created++ % loops.size());
    Client client = new Client(bootstrap, loop, port, reads, new Random(random.nextLong()));
    (reads ? reading : stalled).add(client);
    return client;
  }

  /** Stops some clients, chosen at random, and starts as many others, without waiting for them. */
  public void replace(int port, int count, boolean reads) {
    List<Client> all = reads ? reading : stalled;
    for (int i = 0; i < count; i++) {
      Client client = all.remove(random.nextInt(all.size()));
      client.loop().eventLoop.execute(client::stop);
    }
    for (int i = 0; i < count; i++) {
      add(port, reads).start(() -> {});
    }
  }

  /** Stops and forgets all. */
  public void stop() {
    reading.addAll(stalled);
    onEachLoop(
        (loop, own) -> {
          own.forEach(Client::stop);
          return own;
        });
    reading.clear();
    stalled.clear();
  }

  /** Counts lags from a schedule from now on. */
  public void expect(Schedule schedule) {
    onEachLoop(
        (loop, own) -> {
          loop.expect(schedule);
          return own;
        });
  }

  /** {@return the lags since {@link #expect}, at the end of its schedule} */
  public Lags lags() {
    Histogram all = new Histogram(3);
    onEachLoop(
        (loop, own) -> {
          long now = System.nanoTime();
          own.forEach(client -> loop.finish(client.sequence(), now));
          loop.addLagsTo(all);
          return own;
        });
    return new Lags(
        all.getValueAtPercentile(50) / MILLI,
        all.getValueAtPercentile(99) / MILLI,
        all.getValueAtPercentile(99.9) / MILLI,
        sum(ClientLoop::missing));
  }

  /** Measures what clients receive in some time. */
  public Throughput measureThroughput(Duration time) throws InterruptedException {
    long frames = sum(loop -> loop.frames);
    long bytes = sum(loop -> loop.bytes);
    long start = System.nanoTime();
    Thread.sleep(time);
    double received = sum(loop -> loop.frames) - frames;
    double text = sum(loop -> loop.bytes) - bytes;
    double seconds = (System.nanoTime() - start) / SECOND;
    return new Throughput(received / seconds, received == 0 ? 0 : text / received);
  }

  /** Waits until all clients that read have a live book of a sequence or newer. */
  public Arrival awaitSequence(long sequence, Duration timeout) throws InterruptedException {
    return await(client -> client.has(sequence), timeout);
  }

  /** The same, over connections opened since a time, of {@link System#nanoTime}. */
  public Arrival awaitSequence(long sequence, Duration timeout, long sinceNanos)
      throws InterruptedException {
    return await(client -> client.has(sequence) && client.isOpenSince(sinceNanos), timeout);
  }

  private Arrival await(Predicate<Client> condition, Duration timeout) throws InterruptedException {
    long start = System.nanoTime();
    Duration half = timeout;
    Duration most = timeout;
    while (true) {
      long ready =
          onEachLoop((loop, own) -> own.stream().filter(condition).count()).stream()
              .mapToLong(Long::longValue)
              .sum();
      Duration waited = Duration.ofNanos(System.nanoTime() - start);
      half = half.equals(timeout) && ready * 2 >= reading.size() ? waited : half;
      most = most.equals(timeout) && ready * 100 >= reading.size() * 99L ? waited : most;
      if (ready == reading.size() || waited.compareTo(timeout) >= 0) {
        return new Arrival(ready, reading.size(), half, most, waited);
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** {@return the different books of a sequence that clients have} */
  public Set<BookContent> books(long sequence) {
    Set<BookContent> books = new HashSet<>();
    onEachLoop(
            (loop, own) ->
                own.stream()
                    .filter(client -> client.sequence() == sequence)
                    .map(client -> loop.newestText(client.bookDigest()))
                    .distinct()
                    .toList())
        .forEach(
            texts ->
                texts.forEach(
                    text ->
                        books.add(BookContent.parse(new String(text, StandardCharsets.UTF_8)))));
    return books;
  }

  /** {@return frames with another book than an earlier frame of the same sequence} */
  public long contradictions() {
    return sum(loop -> loop.contradictions);
  }

  /** {@return frames with an older book than the one before on the same connection} */
  public long backwards() {
    return sum(loop -> loop.backwards);
  }

  private long sum(ToLongFunction<ClientLoop> figure) {
    return onEachLoop((loop, own) -> figure.applyAsLong(loop)).stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /** Asks every event loop, on its thread, about its clients that read. */
  private <T> List<T> onEachLoop(BiFunction<ClientLoop, List<Client>, T> question) {
    List<T> answers = new ArrayList<>();
    for (ClientLoop loop : loops) {
      List<Client> own = reading.stream().filter(client -> client.loop() == loop).toList();
      Future<T> answer = loop.eventLoop.submit(() -> question.apply(loop, own));
      try {
        answers.add(answer.get());
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException("expected an answer of the clients", e);
      }
    }
    return answers;
  }

  @Override
  public void close() {
    stop();
    group.shutdownGracefully();
  }
}
