package io.github.lunostreams.benchmarks.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Flags of the JVMs that are started. */
public final class JvmFlags {
  /**
   * Makes figures of different JVMs comparable. Without {@code -UseSuperWord} the byte-sum would be
   * a few vector instructions, whose speed says nothing about code that looks at each byte. The
   * heap is touched beforehand, since the first use of each page costs a page fault.
   */
  public static final List<String> MEASURING =
      List.of("-XX:-UseSuperWord", "-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch");

  /** JMH uses sun.misc.Unsafe, which JDK 25 warns about. */
  public static final String UNSAFE = "--sun-misc-unsafe-memory-access=allow";

  private static final String RESOURCE = "/io/github/lunostreams/benchmarks/jvm.flags";

  private JvmFlags() {}

  /** {@return the flags of every JVM of the project} */
  public static List<String> ofTheProject() {
    try (InputStream in = JvmFlags.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("expected " + RESOURCE + " on the class path");
      }
      String flags = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return List.of(flags.strip().split(" +"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
