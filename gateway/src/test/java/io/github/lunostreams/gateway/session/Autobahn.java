package io.github.lunostreams.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The Autobahn test suite, in a process of its own: it runs on Jython, with a Netty of its own.
 * Closing ends it.
 */
final class Autobahn implements AutoCloseable {
  private static final String PROGRAM =
      """
      import json
      from autobahntestsuite import wstest
      spec = json.load(open('spec.json'))
      wstest.start({'mode': spec.pop('mode')}, spec)
      """;

  /** What a case came to: the behaviour, and how the connection was closed. */
  record Verdict(String behavior, String close) {}

  private final Path folder;
  private final Path output;
  private final Process suite;

  /**
   * Starts it.
   *
   * @param folder for what it writes
   * @param spec its mode, and what else it wants to know, as JSON
   */
  Autobahn(Path folder, String spec) throws IOException {
    this.folder = folder;
    output = folder.resolve("output.txt");
    Files.writeString(folder.resolve("spec.json"), spec);
    suite =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                jars(),
                "org.python.util.jython",
                "-c",
                PROGRAM)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
  }

  /** Waits for its end, which it comes to by itself as a client. */
  void awaitEnd(long seconds) throws IOException, InterruptedException {
    assertThat(suite.waitFor(seconds, TimeUnit.SECONDS)).isTrue();
    assertThat(suite.exitValue()).as(Files.readString(output)).isZero();
  }

  boolean isAlive() {
    return suite.isAlive();
  }

  /** The verdicts of all cases that it has reported. */
  Map<String, Verdict> verdicts() throws IOException {
    Path index = folder.resolve("index.json");
    assertThat(index).as(Files.readString(output)).exists();
    return verdicts(Files.readString(index));
  }

  /** Of {@code {"agent":{"1.1.1":{"behavior":"OK","behaviorClose":"OK",…},…}}}. */
  private static Map<String, Verdict> verdicts(String index) {
    Map<String, Verdict> verdicts = new TreeMap<>();
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), index)) {
      json.nextToken();
      json.nextName();
      json.nextToken();
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.nextToken();
        Map<String, String> fields = new TreeMap<>();
        for (String key = json.nextName(); key != null; key = json.nextName()) {
          JsonToken value = json.nextToken();
          fields.put(key, value.isScalarValue() ? json.getString() : "");
        }
        verdicts.put(name, new Verdict(fields.get("behavior"), fields.get("behaviorClose")));
      }
    }
    return verdicts;
  }

  private static String jars() throws IOException {
    try (Stream<Path> jars = Files.list(Path.of("target", "autobahn"))) {
      return jars.map(jar -> jar.toAbsolutePath().toString())
          .collect(Collectors.joining(System.getProperty("path.separator")));
    }
  }

  @Override
  public void close() {
    suite.destroyForcibly();
  }
}
