package io.github.lunostreams.benchmarks.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The flags of JVMs: those that every one of this project runs with, and what measuring needs. */
public final class JvmFlags {
  private static final String RESOURCE = "/io/github/lunostreams/benchmarks/jvm.flags";

  private static final List<String> MEASURED =
      List.of("-XX:-UseSuperWord", "-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch");

  private JvmFlags() {}

  /**
   * What makes figures of different JVMs comparable. Without {@code -UseSuperWord} a byte-sum is a
   * handful of vector instructions, whose speed says nothing about code that looks at each byte. A
   * heap whose pages the system has yet to find costs whoever first allocates there, as no program
   * does that has run for a while.
   *
   * @return one flag an element
   */
  public static List<String> ofMeasurements() {
    return MEASURED;
  }

  /**
   * The project's flags.
   *
   * @return one flag an element
   */
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
