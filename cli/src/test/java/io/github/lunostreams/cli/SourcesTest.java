package io.github.lunostreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the sources may not say: text for programs (logs, JSON, exceptions) that depends on the
 * user's locale. In Arabic or Persian the digits of a formatted number are not those of ASCII. A
 * number is formatted by {@code %s}, or with {@code Locale.ROOT} in the same statement.
 */
class SourcesTest {
  /** A text with a number's conversion, but for hexadecimal digits and the date of a log line. */
  private static final Pattern NUMBER =
      Pattern.compile("\"[^\"\\n]*%(\\d+\\$)?[-+ ,0#(]*\\d*(\\.\\d+)?(d(?!\\{)|[feEgGaAtTS])");

  private static final Pattern END = Pattern.compile(";\\s*\\n");

  private static final Pattern CASE = Pattern.compile("\\.to(Lower|Upper)Case\\(\\)");

  private static final Pattern FORMATS =
      Pattern.compile(
          "DateTimeFormatter\\s*\\.of|new"
              + " (DecimalFormat|SimpleDateFormat)|(Number|Message)Format\\.");

  /** The statements of a source that depend on the locale. */
  private static List<String> localized(String source) {
    List<String> found = new ArrayList<>();
    for (String statement : END.split(source, -1)) {
      boolean depends =
          Stream.of(NUMBER, CASE, FORMATS).anyMatch(kind -> kind.matcher(statement).find());
      if (depends && !statement.contains("Locale.ROOT")) {
        found.add(statement.strip());
      }
    }
    return found;
  }

  @ParameterizedTest
  @ValueSource(strings = {"client", "gateway", "simulator", "testkit", "cli"})
  void noTextDependsOnTheLocale(String module) throws IOException {
    List<String> found = new ArrayList<>();
    List<Path> sources;
    try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
      sources = files.filter(file -> file.toString().endsWith(".java")).toList();
    }
    assertThat(sources).hasSizeGreaterThan(3);
    for (Path source : sources) {
      for (String statement : localized(Files.readString(source))) {
        found.add(source + ": " + statement);
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void whatDependsOnTheLocaleIsFound() {
    for (String statement :
        List.of(
            "\"%d bytes\".formatted(n)",
            "String.format(\"%s of %,.2f\", a, b)",
            "\"%-5d\".formatted(n)",
            "\"%1$02d\".formatted(n)",
            "name.toUpperCase()",
            "DateTimeFormatter.ofPattern(\"HH\")",
            "NumberFormat.getInstance()")) {
      assertThat(localized("x = " + statement + ";\n")).as(statement).hasSize(1);
    }
    for (String statement :
        List.of(
            "\"%s bytes\".formatted(n)",
            "String.format(Locale.ROOT, \"%,d\", n)",
            "\"100 %\" + d",
            "layout.setPattern(\"%d{HH:mm}\")",
            "name.toUpperCase(Locale.ROOT)",
            "String.format(\"%04x\", n)")) {
      assertThat(localized("x = " + statement + ";\n")).as(statement).isEmpty();
    }
  }
}
