package io.github.lunostreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Java that README and guides show compiles, and the programs about testing print what the page
 * promises. Each block of Java is a whole source file.
 */
class ReadmeTest {
  private static final List<String> PAGES =
      List.of(
          "README.md", "docs/library.md", "docs/moving-from-luno_streams.md", "docs/testing.md");

  private static final Pattern BLOCK =
      Pattern.compile(
          "^[ \\t]*```java\\b[^\\n]*\\n(.*?)^[ \\t]*```", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern TYPE =
      Pattern.compile("\\b(?:class|record|interface|enum)\\s+(\\w+)");

  @TempDir private Path classes;

  /** A block of a page: a source file. */
  private record Block(String page, long line, String type, String source) {
    @Override
    public String toString() {
      return page + ", line " + line;
    }
  }

  @TestFactory
  Stream<DynamicTest> everyBlockOfJavaCompiles() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String page : PAGES) {
      List<Block> blocks = blocks(page);
      assertThat(blocks).as("blocks of Java in " + page).isNotEmpty();
      for (Block block : blocks) {
        tests.add(
            DynamicTest.dynamicTest(
                block.toString(), () -> assertThat(errorsOfCompiling(block)).isEmpty()));
      }
    }
    return tests.stream();
  }

  @Test
  void theProgramOnSimulatedTimePrintsThreeSnapshots() throws Exception {
    assertThat(output("docs/testing.md", "BotOnSimulatedTime"))
        .containsExactly("1: 2 at 501", "2: 1 at 501", "9: 1 at 502");
  }

  @Test
  void theProgramAgainstTheSimulatorGetsAHundredUpdates() throws Exception {
    assertThat(output("docs/testing.md", "BotAgainstTheSimulator"))
        .containsExactly("a hundred updates came");
  }

  /** Runs the program of a page, which must end by itself; returns its lines. */
  private List<String> output(String page, String type) throws Exception {
    Block program =
        blocks(page).stream().filter(block -> block.type().equals(type)).findFirst().orElseThrow();
    assertThat(errorsOfCompiling(program)).isEmpty();
    try (Subprocess process = Subprocess.startProgram(classes, type)) {
      assertThat(process.awaitExit()).as("exit code; standard error: %s", process.err()).isZero();
      return process.out();
    }
  }

  private static List<Block> blocks(String page) throws IOException {
    Path root = Path.of(Objects.requireNonNull(System.getProperty("luno.streams.root")));
    String text = Files.readString(root.resolve(page));
    List<Block> blocks = new ArrayList<>();
    Matcher found = BLOCK.matcher(text);
    while (found.find()) {
      long line = text.substring(0, found.start()).lines().count() + 1;
      String source = found.group(1);
      Matcher type = TYPE.matcher(source);
      assertThat(type.find()).as("a type in:%n%s", source).isTrue();
      blocks.add(new Block(page, line, type.group(1), source));
    }
    return blocks;
  }

  private List<String> errorsOfCompiling(Block block) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    compiler
        .getTask(
            null,
            null,
            diagnostics,
            List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path")),
            null,
            List.of(new Source(block.type(), block.source())))
        .call();
    return diagnostics.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(Diagnostic::toString)
        .toList();
  }

  /** A source file in memory. */
  private static final class Source extends SimpleJavaFileObject {
    private final String content;

    private Source(String type, String content) {
      super(URI.create("string:///" + type + Kind.SOURCE.extension), Kind.SOURCE);
      this.content = content;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return content;
    }
  }
}
