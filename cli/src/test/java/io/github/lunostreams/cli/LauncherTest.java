package io.github.lunostreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in a source tree of its own, with a Maven and a JDK that only say they were called.
 */
class LauncherTest {
  private static final long TIMEOUT_SECONDS = 30;

  private static final List<String> TOOLS =
      List.of("bash", "cat", "dirname", "find", "flock", "mkdir", "readlink", "rm", "sed", "touch");

  @TempDir private Path directory;

  private Path root;
  private Path programs;

  private record Outcome(int code, String out, String err) {}

  @BeforeEach
  void layOutASourceTree() throws IOException {
    root = Files.createDirectory(directory.resolve("a tree"));
    programs = Files.createDirectory(directory.resolve("programs"));
    Path real = Path.of(Objects.requireNonNull(System.getProperty("luno.streams.root")));
    script(root.resolve("luno-streams"), Files.readString(real.resolve("luno-streams")));
    script(root.resolve("tools/find-jdk"), Files.readString(real.resolve("tools/find-jdk")));
    for (String source : new String[] {"pom.xml", "cli/pom.xml", "cli/src/main/Main.java"}) {
      write(root.resolve(source), "");
    }
    for (String tool : TOOLS) {
      for (String place : new String[] {"/usr/bin", "/bin"}) {
        Path found = Path.of(place, tool);
        if (Files.exists(found) && !Files.exists(programs.resolve(tool))) {
          Files.createSymbolicLink(programs.resolve(tool), found);
        }
      }
    }
    Path jdk = directory.resolve("jdk");
    write(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    script(jdk.resolve("bin/javac"), "");
    script(jdk.resolve("bin/java"), "#!/bin/sh\necho \"java $*\"\n");
    maven("mkdir -p cli/target/lib && touch cli/target/luno-streams.jar cli/target/built");
  }

  private void maven(String work) throws IOException {
    script(
        programs.resolve("mvn"),
        "#!/bin/sh\necho built >> builds\necho from Maven\n" + work + "\n");
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static void script(Path file, String content) throws IOException {
    write(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Process start(Path launcher, Map<String, String> environment, String... args)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", programs.toString());
    builder.environment().put("JAVA_HOME", directory.resolve("jdk").toString());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Outcome outcome(Process process) throws IOException, InterruptedException {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), out, err);
  }

  private Outcome run(String... args) throws IOException, InterruptedException {
    return outcome(start(root.resolve("luno-streams"), Map.of(), args));
  }

  private long builds() throws IOException {
    Path log = root.resolve("builds");
    return Files.exists(log) ? Files.readAllLines(log).size() : 0;
  }

  private void changeLater(String file) throws IOException {
    Files.setLastModifiedTime(
        root.resolve(file), FileTime.from(Instant.now().plus(Duration.ofHours(1))));
  }

  @Test
  void theFirstStartBuildsAndTheSecondDoesNot() throws Exception {
    Outcome first = run("serve", "a word");
    Outcome second = run("serve", "a word");

    assertThat(first.code()).isZero();
    assertThat(first.err()).contains("building", "from Maven", "built");
    assertThat(first.out()).startsWith("java --enable-native-access=ALL-UNNAMED");
    assertThat(first.out()).endsWith("/cli/target/luno-streams.jar serve a word\n");
    assertThat(second).isEqualTo(new Outcome(0, first.out(), ""));
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aNewerSourceOrPomIsBuilt() throws Exception {
    run();
    changeLater("cli/src/main/Main.java");
    run();
    assertThat(builds()).isEqualTo(2);

    Files.setLastModifiedTime(root.resolve("cli/src/main/Main.java"), FileTime.fromMillis(0));
    changeLater("cli/pom.xml");
    run();
    assertThat(builds()).isEqualTo(3);
  }

  @Test
  void aFailedBuildIsReportedAndTheNextStartBuildsAgain() throws Exception {
    run();
    changeLater("pom.xml");
    maven("touch cli/target/luno-streams.jar; exit 1");

    Outcome failed = run();
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err()).contains("from Maven", "luno-streams: the build failed");

    Files.setLastModifiedTime(root.resolve("pom.xml"), FileTime.fromMillis(0));
    assertThat(run().code()).isEqualTo(1);
    assertThat(builds()).isEqualTo(3);
  }

  @Test
  void ofTwoAtOnceOneBuildsAndTheOtherWaits() throws Exception {
    Path gate = directory.resolve("gate");
    new ProcessBuilder("mkfifo", gate.toString()).start().waitFor();
    maven(
        "cat '%s' && mkdir -p cli/target/lib && touch cli/target/luno-streams.jar cli/target/built"
            .formatted(gate));

    Process first = start(root.resolve("luno-streams"), Map.of());
    BufferedReader firstErr = first.errorReader(StandardCharsets.UTF_8);
    assertThat(firstErr.readLine()).contains("building");
    assertThat(firstErr.readLine()).contains("from Maven");
    Process second = start(root.resolve("luno-streams"), Map.of());
    BufferedReader secondErr = second.errorReader(StandardCharsets.UTF_8);
    assertThat(secondErr.readLine()).contains("waiting for another build");
    Files.writeString(gate, "go on\n");

    assertThat(outcome(first).code()).isZero();
    assertThat(outcome(second).code()).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aBuildThatIsInterruptedEndsItsMaven() throws Exception {
    Path gate = directory.resolve("gate");
    new ProcessBuilder("mkfifo", gate.toString()).start().waitFor();
    maven("exec cat '%s'".formatted(gate));
    Process launcher = start(root.resolve("luno-streams"), Map.of());
    BufferedReader err = launcher.errorReader(StandardCharsets.UTF_8);
    assertThat(err.readLine()).contains("building");
    assertThat(err.readLine()).contains("from Maven");

    launcher.toHandle().destroy();

    // The end of the stream: nobody holds it any more, Maven neither.
    assertThat(err.readLine()).isNull();
    assertThat(launcher.waitFor()).isEqualTo(1);
  }

  @Test
  void itWorksThroughASymbolicLink() throws Exception {
    Path link = directory.resolve("link");
    Files.createSymbolicLink(link, Path.of("a tree", "luno-streams"));

    assertThat(outcome(start(link, Map.of(), "--version")).out())
        .contains(root.toRealPath() + "/cli/target/luno-streams.jar --version");
  }

  @Test
  void optionsForTheJvmArePassedOn() throws Exception {
    Map<String, String> options =
        Map.of("JAVA_OPTS", "-Xmx1g -Da=b", "LUNO_STREAMS_JAVA_OPTS", "-Xmx2g");

    assertThat(outcome(start(root.resolve("luno-streams"), options)).out())
        .contains(" -Xmx1g -Da=b -Xmx2g -jar ");
  }

  @Test
  void aMissingJdkOrMavenIsReportedInALine() throws Exception {
    Files.delete(programs.resolve("mvn"));
    Outcome withoutMaven = run();
    assertThat(withoutMaven.code()).isEqualTo(1);
    assertThat(withoutMaven.err().lines())
        .singleElement()
        .asString()
        .contains("expected Maven (mvn) on the PATH");

    script(root.resolve("tools/find-jdk"), "#!/bin/sh\nexit 1\n");
    Outcome withoutJdk = run();
    assertThat(withoutJdk.code()).isEqualTo(1);
    assertThat(withoutJdk.err().lines())
        .singleElement()
        .asString()
        .contains("expected a JDK 25 or newer");
  }
}
