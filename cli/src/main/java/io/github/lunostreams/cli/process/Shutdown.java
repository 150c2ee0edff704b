package io.github.lunostreams.cli.process;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the program: closes everything that was opened, last opened first, within a bounded time. A
 * signal (SIGTERM, SIGINT, SIGHUP) is a regular end with exit code 0; the JVM's own code would be
 * 128 plus the signal.
 *
 * <p>Any thread may call its methods.
 */
public final class Shutdown {
  /** A supervisor may count on five seconds from the signal to the end. */
  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

  /** Guarded by itself. */
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** The code given to {@link #exit}; 0 after a signal. */
  private volatile int code;

  /**
   * Makes a shutdown that a signal starts; to be called before anything is opened.
   *
   * @return the shutdown of this process
   */
  public static Shutdown onSignal() {
    Shutdown shutdown = new Shutdown();
    Runtime.getRuntime().addShutdownHook(new Thread(shutdown::endJvm, "shutdown"));
    return shutdown;
  }

  /**
   * Closes a resource at the end.
   *
   * @param <T> its type
   * @param resource what to close
   * @return the same
   */
  public <T extends AutoCloseable> T closing(T resource) {
    synchronized (open) {
      open.push(resource);
    }
    return resource;
  }

  /**
   * Waits for the signal.
   *
   * @return never
   * @throws InterruptedException if the thread is interrupted
   */
  public int await() throws InterruptedException {
    new CountDownLatch(1).await();
    return 0;
  }

  /**
   * Ends the JVM. Does not return; if the JVM is ending already its exit code stays.
   *
   * @param withCode the exit code
   */
  public void exit(int withCode) {
    code = withCode;
    System.exit(withCode);
  }

  private void endJvm() {
    // Read first: a command that the shutdown interrupts may return with another code.
    int exitCode = code;
    Thread closer = Thread.ofPlatform().daemon().name("shutdown-close").start(this::closeAll);
    try {
      if (!closer.join(TIMEOUT)) {
        log.warn("not everything was closed within {} s", TIMEOUT.toSeconds());
      }
    } catch (InterruptedException e) {
      log.warn("interrupted while closing");
    }
    Logging.flush();
    Runtime.getRuntime().halt(exitCode);
  }

  /** Closes all that is open, last opened first. */
  public void closeAll() {
    while (true) {
      AutoCloseable last;
      synchronized (open) {
        if (open.isEmpty()) {
          return;
        }
        last = open.pop();
      }
      try {
        last.close();
      } catch (Exception | Error failure) {
        log.warn("closing {} failed", last.getClass().getSimpleName(), failure);
      }
    }
  }
}
