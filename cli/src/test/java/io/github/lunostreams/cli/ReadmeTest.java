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
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What README and guides show is code that compiles. Each block of Java is a whole source file. */
class ReadmeTest {
  private static final Pattern BLOCK =
      Pattern.compile(
          "^[ \\t]*```java\\b[^\\n]*\\n(.*?)^[ \\t]*```", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern TYPE =
      Pattern.compile("\\b(?:class|record|interface|enum)\\s+(\\w+)");

  @TempDir private Path classes;

  @TestFactory
  Stream<DynamicTest> everyBlockOfJavaCompiles() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String name : List.of("README.md", "docs/moving-from-luno_streams.md")) {
      tests.addAll(blocks(name));
    }
    return tests.stream();
  }

  private List<DynamicTest> blocks(String name) throws IOException {
    Path page = Path.of(Objects.requireNonNull(System.getProperty("luno.streams.root")), name);
    List<DynamicTest> tests = new ArrayList<>();
    String text = Files.readString(page);
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      long line = text.substring(0, block.start()).lines().count() + 1;
      String source = block.group(1);
      tests.add(
          DynamicTest.dynamicTest(
              name + ", line " + line, () -> assertThat(errors(source)).isEmpty()));
    }
    assertThat(tests).as("blocks of Java in " + name).isNotEmpty();
    return tests;
  }

  private List<String> errors(String source) throws IOException {
    Matcher type = TYPE.matcher(source);
    assertThat(type.find()).as("a class in:%n%s", source).isTrue();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    compiler
        .getTask(
            null,
            null,
            diagnostics,
            List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path")),
            null,
            List.of(new Source(type.group(1), source)))
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
