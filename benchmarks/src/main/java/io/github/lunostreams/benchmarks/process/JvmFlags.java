package io.github.lunostreams.benchmarks.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The flags that every JVM of this project runs with, from the build. */
public final class JvmFlags {
  private static final String RESOURCE = "/io/github/lunostreams/benchmarks/jvm.flags";

  private JvmFlags() {}

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
