package io.github.lunostreams.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way this program ends: everything that was opened is closed, last opened first, within a
 * bounded time. A signal (SIGTERM, SIGINT, SIGHUP) is a wish to end and gives exit code 0, where
 * the JVM's own would be 128 plus the signal.
 *
 * <p>Any thread may call its methods.
 */
final class Shutdown {
  /** A supervisor may count on five seconds from the signal to the end. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

  /** Guarded by itself. */
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** What {@link #exit} was asked for; 0 is the answer to a signal. */
  private volatile int code;

  /** One that ends the JVM on a signal, to be made before anything else is. */
  static Shutdown onSignal() {
    Shutdown shutdown = new Shutdown();
    Runtime.getRuntime().addShutdownHook(new Thread(shutdown::endJvm, "shutdown"));
    return shutdown;
  }

  /** Closes something at the end. */
  <T extends AutoCloseable> T closing(T resource) {
    synchronized (open) {
      open.push(resource);
    }
    return resource;
  }

  /** Waits for the signal; returns only to a thread that is interrupted. */
  int await() throws InterruptedException {
    new CountDownLatch(1).await();
    return 0;
  }

  /** Ends the JVM. Does not return; if the JVM is ending already its exit code stays. */
  void exit(int withCode) {
    code = withCode;
    System.exit(withCode);
  }

  private void endJvm() {
    // Read first: once the end has begun its cause may make a command return with another code.
    int exitCode = code;
    Thread closer = Thread.ofPlatform().daemon().name("shutdown-close").start(this::closeAll);
    try {
      if (!closer.join(PATIENCE)) {
        log.warn("not everything was closed within {} s", PATIENCE.toSeconds());
      }
    } catch (InterruptedException e) {
      log.warn("interrupted while closing");
    }
    Runtime.getRuntime().halt(exitCode);
  }

  /** Closes all that is open, last opened first. */
  void closeAll() {
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
