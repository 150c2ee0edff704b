package io.github.lunostreams.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class after which a buffer was found lost. Netty watches every buffer and tells a
 * {@link Detector}; both are switched on for all tests of the gateway, in its {@code pom.xml}.
 */
public final class Leaks implements AfterAllCallback {
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final Queue<String> REPORTS = new ConcurrentLinkedQueue<>();

  /** Keeps what Netty reports. */
  public static final class Detector<T> extends ResourceLeakDetector<T> {
    /** Called by Netty. */
    public Detector(Class<?> resourceType, int samplingInterval) {
      super(resourceType, samplingInterval);
    }

    /** Looked for by Netty too. */
    public Detector(Class<?> resourceType, int samplingInterval, long maxActive) {
      this(resourceType, samplingInterval);
    }

    @Override
    protected boolean needReport() {
      return true;
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
      REPORTS.add("lost: " + resourceType + records);
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
      REPORTS.add("lost: " + resourceType);
    }
  }

  /** What was lost since the last call. */
  static List<String> found() throws InterruptedException {
    // Lost is what the collector finds unreleased; it is reported with the next allocation.
    for (int round = 0; round < 2; round++) {
      awaitCollection();
      ByteBufAllocator.DEFAULT.directBuffer(16).release();
    }
    List<String> reports = new ArrayList<>();
    for (String report = REPORTS.poll(); report != null; report = REPORTS.poll()) {
      reports.add(report);
    }
    return reports;
  }

  private static void awaitCollection() throws InterruptedException {
    ReferenceQueue<Object> collected = new ReferenceQueue<>();
    PhantomReference<Object> garbage = new PhantomReference<>(new Object(), collected);
    System.gc();
    assertThat(collected.remove(TIMEOUT_MILLIS)).as("garbage is collected").isSameAs(garbage);
  }

  @Override
  public void afterAll(ExtensionContext context) throws InterruptedException {
    List<String> reports = found();
    if (!reports.isEmpty()) {
      throw new AssertionError(String.join("\n", reports));
    }
  }
}
