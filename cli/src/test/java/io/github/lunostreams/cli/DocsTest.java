package io.github.lunostreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whatever the documentation names is there: commands run as they are written. */
class DocsTest {
  private static final Path ROOT =
      Path.of(Objects.requireNonNull(System.getProperty("luno.streams.root")));

  private static NamesInDocs names;

  @BeforeAll
  static void readTheTree() throws IOException {
    names = new NamesInDocs(ROOT);
  }

  @TestFactory
  Stream<DynamicTest> everyNameOnAPageExists() {
    assertThat(names.pages()).contains("README.md", "CONTRIBUTING.md", "docs/library.md");
    return names.pages().stream()
        .map(
            page ->
                DynamicTest.dynamicTest(
                    page,
                    () ->
                        assertThat(names.missing(page, Files.readString(ROOT.resolve(page))))
                            .isEmpty()));
  }

  @Test
  void everyModuleAndThePageHaveARowInContributing() throws IOException {
    List<String> rows =
        Files.readAllLines(ROOT.resolve("CONTRIBUTING.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> List.of(line.split("`")).get(1))
            .toList();
    assertThat(rows).containsAll(names.modules()).contains("web");
  }

  @Test
  void namesThatNothingBearsAreFound() {
    String page =
        """
        # A heading, with `code`

        `DocsTest`, `NoSuchTest`, `NoSuchType`, `Subprocess.noSuchMember()`, `pages()`,
        `noSuchMethod(depth)`, `book.noSuchMethod()`, `noSuchField`, plain words.
        [here](#a-heading-with-code), [gone](#another), [page](../README.md#from-java),
        [no page](gone.md), [no heading](../README.md#gone), [elsewhere](https://luno.com/gone).
        `cli/pom.xml`, `cli/gone.xml`, `Gone.java`, `application/json`, `cli/target/gone`,
        `-Dluno.streams.root=x`, `-Dluno.streams.gone=1`.

            mvn test -pl cli,gone -Pquick -Pgone -Dtest=DocsTest,GoneTest        a remark
            bash tools/gone
            tools/format

        ```sh
        mvn test -pl cli -am -Dtest=DocsTest#gone,WatchScreenTest  # gone/too
        ./gone
        ```
        """;
    assertThat(names.missing("docs/page.md", page))
        .containsExactlyInAnyOrder(
            "docs/page.md:3: NoSuchTest: no source has a type of this name",
            "docs/page.md:3: NoSuchType: no source has a type of this name",
            "docs/page.md:3: Subprocess.noSuchMember: no source has the word noSuchMember",
            "docs/page.md:4: noSuchMethod(depth): no source has the word noSuchMethod",
            "docs/page.md:4: book.noSuchMethod(): no source has the word noSuchMethod",
            "docs/page.md:4: noSuchField: no source has the word noSuchField",
            "docs/page.md:5: #another: no such heading",
            "docs/page.md:6: gone.md: no such file",
            "docs/page.md:6: ../README.md#gone: no such heading",
            "docs/page.md:7: cli/gone.xml: no such file",
            "docs/page.md:7: Gone.java: no such file",
            "docs/page.md:8: -Dluno.streams.gone: no source reads this property",
            "docs/page.md:10: -pl gone: no such module",
            "docs/page.md:10: -Pgone: no such profile",
            "docs/page.md:10: -Dtest=GoneTest: no such test in cli, gone",
            "docs/page.md:11: tools/gone: no such file",
            "docs/page.md:15: -Dtest=DocsTest#gone,WatchScreenTest: fails in modules without"
                + " these tests",
            "docs/page.md:15: -Dtest=DocsTest#gone: no such method",
            "docs/page.md:15: -Dtest=WatchScreenTest: is run by mvn verify only",
            "docs/page.md:16: ./gone: no such file");
  }
}
