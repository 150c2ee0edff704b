package io.github.lunostreams.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the fuzzer for a bounded number of frames, in a JVM of its own as it instruments classes.
 * More: {@code -Dluno.streams.fuzz=10000000}. What it finds is to be kept in {@code
 * src/test/fuzz/decoder}, from where every run starts.
 */
class DecoderFuzzTest {
  private static final Path CLIENT = Path.of(System.getProperty("luno.streams.root"), "client");
  private static final Path TARGET = Path.of(System.getProperty("luno.streams.target"));
  private static final Path CORPUS = CLIENT.resolve("src/test/fuzz/decoder");

  @Test
  void everyFrameIsDecodedAsByJacksonsTreeOrRefused(@TempDir Path found) throws Exception {
    long runs = Long.getLong("luno.streams.fuzz", 400_000);
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+EnableDynamicAgentLoading",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            classpath(),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + DecoderFuzz.class.getName(),
            "--instrumentation_includes=io.github.lunostreams.**",
            "--custom_hook_includes=io.github.lunostreams.**",
            "--reproducer_path=" + found,
            "-artifact_prefix=" + found + "/",
            "-runs=" + runs,
            "-seed=20261122",
            "-max_len=600",
            "-rss_limit_mb=2048",
            found.toString(),
            CORPUS.toString());
    Path log = found.resolve("jazzer.log");
    Process fuzzer =
        new ProcessBuilder(command)
            .directory(found.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(fuzzer.waitFor(10, TimeUnit.MINUTES)).as("ended in time").isTrue();
    } finally {
      fuzzer.destroyForcibly();
    }
    List<String> told = Files.readAllLines(log);
    told.stream()
        .filter(line -> line.startsWith("Done") || line.contains("DONE"))
        .forEach(line -> System.out.println("DecoderFuzzTest: " + line));
    assertThat(fuzzer.exitValue()).as(String.join("\n", told)).isZero();
    assertThat(told).anyMatch(line -> line.startsWith("Done " + runs + " runs"));
  }

  /** The cheap part of it without the fuzzer: frames with a few bytes changed. */
  @Test
  void framesWithAFewCharactersChangedBringNothingButTypedErrors() throws IOException {
    long seed = Long.getLong("luno.streams.seed", 7);
    System.out.println("DecoderFuzzTest: seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    List<String> frames = new ArrayList<>();
    try (Stream<Path> files = Files.list(CORPUS)) {
      for (Path file : files.sorted().toList()) {
        frames.add(Files.readString(file));
      }
    }
    assertThat(frames).hasSizeGreaterThanOrEqualTo(6);
    // As bytes the last ones are parts of letters, or none at all.
    String alphabet = "{}[]\",:0123456789.-eE\\unullBIDASK \u0080\u00a9\u00c3\u00e2\u00ff";
    for (int i = 0; i < 200_000; i++) {
      StringBuilder frame = new StringBuilder(frames.get(random.nextInt(frames.size())));
      for (int changes = random.nextInt(4); changes >= 0 && !frame.isEmpty(); changes--) {
        int place = random.nextInt(frame.length());
        char other = alphabet.charAt(random.nextInt(alphabet.length()));
        switch (random.nextInt(3)) {
          case 0 -> frame.setCharAt(place, other);
          case 1 -> frame.insert(place, other);
          default -> frame.delete(place, Math.min(frame.length(), place + random.nextInt(1, 9)));
        }
      }
      DecoderFuzz.fuzzerTestOneInput(frame.toString().getBytes(ISO_8859_1));
    }
  }

  /** Everything on class and module path: the fuzzer knows no modules. */
  private static String classpath() {
    List<String> places = new ArrayList<>();
    places.add(TARGET.resolve("classes").toString());
    places.add(TARGET.resolve("test-classes").toString());
    for (String property : List.of("java.class.path", "jdk.module.path")) {
      String path = System.getProperty(property, "");
      if (!path.isEmpty()) {
        places.add(path);
      }
    }
    return String.join(File.pathSeparator, places);
  }
}
