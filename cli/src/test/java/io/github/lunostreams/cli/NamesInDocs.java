package io.github.lunostreams.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds names in the documentation that nothing in the source tree bears: tests, types, methods,
 * properties, modules, profiles, files, and headings that links lead to. Only what can be told from
 * prose for certain is looked at: links, code spans and blocks of shell commands.
 */
final class NamesInDocs {
  private static final Set<String> SKIPPED_DIRECTORIES =
      Set.of("target", "node_modules", "dist", ".git");

  /** Types of other programs which the pages tell of. */
  private static final Set<String> OTHERS_TYPES = Set.of("Updater");

  private static final Pattern SOURCE =
      Pattern.compile(".*\\.(java|ts|vue|mjs|js|xml|html|flags)|[^.]+");
  private static final Pattern COMMENT =
      Pattern.compile("/\\*.*?\\*/|(?m:^\\s*//.*$)|<!--.*?-->", Pattern.DOTALL);
  private static final Pattern TYPE_DECLARATION =
      Pattern.compile("\\b(?:class|interface|record|enum)\\s+([A-Z]\\w*)");

  private static final Pattern IMPORT =
      Pattern.compile("^import (?:static )?[\\w.]*?\\.([A-Z]\\w*)", Pattern.MULTILINE);
  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\\n]|\\\\.)*\"");

  private static final Pattern FENCE =
      Pattern.compile(
          "^[ \\t]*```(\\w*)[^\\n]*\\n(.*?)^[ \\t]*```", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern INDENTED = Pattern.compile("^ {4}(\\S.*)$", Pattern.MULTILINE);
  private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ +(.*)$", Pattern.MULTILINE);

  /** {@code OrderBook}, {@code Order.arrival()}, {@code FeedSettings.maxQueuedBytes}. */
  private static final Pattern TYPE =
      Pattern.compile("([A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)*)(?:\\.([a-z]\\w*)(\\(.*\\))?)?");

  /** {@code bestBid()}, {@code book.snapshot(depth)}, {@code streamUrl}. */
  private static final Pattern MEMBER =
      Pattern.compile(
          "(?:[a-z]\\w*\\.)?(?:([a-z][A-Za-z0-9]*)\\([^()]*\\)|([a-z]+(?:[A-Z][a-z0-9]*)+))");

  private static final Pattern MAVEN = Pattern.compile("^mvn\\s.*");
  private static final Pattern PROPERTY = Pattern.compile("luno(?:\\.\\w+)+");
  private static final Pattern PATH = Pattern.compile("(?:\\./)?[\\w.-]+(?:/[\\w.-]+)*/?");
  private static final Pattern FILE_NAME = Pattern.compile("[\\w.-]+\\.(java|ts|vue|mjs|md|xml)");

  private final Path root;
  private final Map<String, List<Path>> files = new TreeMap<>();
  private final Set<String> words = new HashSet<>();
  private final Set<String> types = new HashSet<>();
  private final Set<String> properties = new HashSet<>();
  private final List<String> modules;
  private final List<String> profiles;

  NamesInDocs(Path root) throws IOException {
    this.root = root;
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return SKIPPED_DIRECTORIES.contains(directory.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            add(file);
            return FileVisitResult.CONTINUE;
          }
        });
    String pom = Files.readString(root.resolve("pom.xml"));
    modules = all("<module>(.*?)</module>", pom);
    profiles = all("<profile>.*?<id>(.*?)</id>", pom);
  }

  private void add(Path file) throws IOException {
    String name = file.getFileName().toString();
    files.computeIfAbsent(name, _ -> new ArrayList<>()).add(file);
    if (!SOURCE.matcher(name).matches() || name.equals("DocsTest.java")) {
      return;
    }
    String code = COMMENT.matcher(Files.readString(file)).replaceAll(" ");
    words.addAll(List.of(code.split("\\W+")));
    each(PROPERTY, code, found -> properties.add(found.group()));
    if (name.endsWith(".java")) {
      each(TYPE_DECLARATION, code, found -> types.add(found.group(1)));
      each(IMPORT, code, found -> types.add(found.group(1)));
      each(STRING, code, found -> types.addAll(List.of(found.group().split("\\W+"))));
    } else {
      types.addAll(List.of(code.split("\\W+")));
    }
  }

  List<String> modules() {
    return modules;
  }

  /** The pages this is for: all but the changelog, which tells of what is no more. */
  List<String> pages() {
    return files.entrySet().stream()
        .filter(file -> file.getKey().endsWith(".md") && !file.getKey().equals("CHANGELOG.md"))
        .flatMap(file -> file.getValue().stream())
        .map(file -> root.relativize(file).toString())
        .sorted()
        .toList();
  }

  /**
   * The names on a page that nothing bears, each as {@code page:line: what is wrong}.
   *
   * @param page the page's path from the root, to which its links are relative
   */
  List<String> missing(String page, String text) {
    Findings findings = new Findings(page, text);
    StringBuilder prose = new StringBuilder(text);
    each(
        FENCE,
        text,
        block -> {
          if (block.group(1).isEmpty() || block.group(1).equals("sh")) {
            commands(block.group(2), block.start(2), findings);
          }
          blank(prose, block);
        });
    each(
        INDENTED,
        prose.toString(),
        line -> {
          commands(line.group(1), line.start(1), findings);
          blank(prose, line);
        });
    each(SPAN, prose.toString(), span -> code(span.group(1), span.start(1), findings));
    each(LINK, prose.toString(), link -> link(link.group(1), link.start(1), findings));
    return findings.list;
  }

  private void commands(String block, int offset, Findings findings) {
    int at = offset;
    for (String line : block.split("\n", -1)) {
      code(line.strip().replaceFirst(" {2,}.*| # .*", ""), at, findings);
      at += line.length() + 1;
    }
  }

  private void code(String code, int offset, Findings findings) {
    Consumer<String> report = wrong -> findings.add(offset, wrong);
    Matcher type = TYPE.matcher(code);
    Matcher member = MEMBER.matcher(code);
    if (MAVEN.matcher(code).matches()) {
      maven(code, report);
    } else if (type.matches()) {
      type(type.group(1), type.group(2), report);
    } else if (member.matches()) {
      String name = member.group(1) == null ? member.group(2) : member.group(1);
      if (!words.contains(name)) {
        report.accept(code + ": no source has the word " + name);
      }
    }
    for (String word : List.of(code.split("\\s+"))) {
      path(word, findings.directory(), report);
    }
    each(
        PROPERTY,
        code,
        property -> {
          if (code.startsWith("-D", Math.max(0, property.start() - 2))
              && !properties.contains(property.group())) {
            report.accept("-D" + property.group() + ": no source reads this property");
          }
        });
  }

  private void type(String type, String member, Consumer<String> report) {
    if (!types.contains(type) && !OTHERS_TYPES.contains(type) && !inJavaLang(type)) {
      report.accept(type + ": no source has a type of this name");
    } else if (member != null && types.contains(type) && !words.contains(member)) {
      report.accept(type + "." + member + ": no source has the word " + member);
    }
  }

  private static boolean inJavaLang(String type) {
    try {
      Class.forName("java.lang." + type);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private void path(String word, Path directory, Consumer<String> report) {
    boolean named = FILE_NAME.matcher(word).matches();
    if (!PATH.matcher(word).matches() || word.contains("target/") || word.equals("settings.xml")) {
      return;
    }
    String first = word.replaceFirst("^\\./", "").replaceFirst("/.*", "");
    boolean ours =
        word.startsWith("./") || (word.contains("/") && Files.isDirectory(root.resolve(first)));
    boolean missing =
        (named && !files.containsKey(word))
            || (ours
                && !Files.exists(root.resolve(word))
                && !Files.exists(directory.resolve(word)));
    if (missing) {
      report.accept(word + ": no such file");
    }
  }

  private void maven(String command, Consumer<String> report) {
    List<String> arguments = List.of(command.strip().split("\\s+"));
    List<String> in = modules;
    for (int i = 0; i + 1 < arguments.size(); i++) {
      if (arguments.get(i).equals("-pl")) {
        in = List.of(arguments.get(i + 1).split(","));
      }
    }
    for (String module : in) {
      if (!modules.contains(module)) {
        report.accept("-pl " + module + ": no such module");
      }
    }
    for (String argument : arguments) {
      if (argument.startsWith("-P") && !profiles.contains(argument.substring(2))) {
        report.accept(argument + ": no such profile");
      }
      if (argument.startsWith("-Dtest=")) {
        if (arguments.contains("-am")
            && !arguments.contains("-Dsurefire.failIfNoSpecifiedTests=false")) {
          report.accept(argument + ": fails in modules without these tests");
        }
        for (String test : List.of(argument.substring("-Dtest=".length()).split(","))) {
          test(test, in, arguments.contains("verify"), report);
        }
      }
    }
  }

  private void test(String test, List<String> in, boolean verify, Consumer<String> report) {
    String type = test.replaceFirst("#.*", "");
    List<Path> sources =
        files.getOrDefault(type + ".java", List.of()).stream()
            .filter(file -> in.contains(root.relativize(file).getName(0).toString()))
            .toList();
    if (sources.isEmpty()) {
      report.accept("-Dtest=" + test + ": no such test in " + String.join(", ", in));
      return;
    }
    String source = sources.stream().map(NamesInDocs::read).collect(Collectors.joining());
    if (test.contains("#") && !source.contains(" " + test.replaceFirst(".*#", "") + "(")) {
      report.accept("-Dtest=" + test + ": no such method");
    }
    if (!verify && source.contains("\n@Tag(\"foreign\")\n")) {
      report.accept("-Dtest=" + test + ": is run by mvn verify only");
    }
  }

  private void link(String link, int offset, Findings findings) {
    if (link.matches("[a-z]+:.*")) {
      return;
    }
    String file = link.replaceFirst("#.*", "");
    Path target = findings.directory().resolve(file).normalize();
    if (!Files.exists(target)) {
      findings.add(offset, link + ": no such file");
    } else if (link.contains("#")) {
      String text = file.isEmpty() ? findings.text : read(target);
      List<String> anchors = new ArrayList<>();
      each(HEADING, text, heading -> anchors.add(anchor(heading.group(1))));
      if (!anchors.contains(link.replaceFirst(".*#", ""))) {
        findings.add(offset, link + ": no such heading");
      }
    }
  }

  /** As GitHub makes it of a heading. */
  private static String anchor(String heading) {
    return heading
        .toLowerCase(Locale.ROOT)
        .strip()
        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
        .replace(' ', '-');
  }

  private static void blank(StringBuilder text, MatchResult part) {
    for (int i = part.start(); i < part.end(); i++) {
      if (text.charAt(i) != '\n') {
        text.setCharAt(i, ' ');
      }
    }
  }

  private static void each(Pattern pattern, String text, Consumer<MatchResult> taker) {
    pattern.matcher(text).results().forEach(taker);
  }

  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern, Pattern.DOTALL)
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong with one page. */
  private final class Findings {
    final String page;
    final String text;
    final List<String> list = new ArrayList<>();

    Findings(String page, String text) {
      this.page = page;
      this.text = text;
    }

    Path directory() {
      return root.resolve(page).resolveSibling("");
    }

    void add(int offset, String wrong) {
      long line = text.substring(0, offset).chars().filter(c -> c == '\n').count() + 1;
      list.add(page + ":" + line + ": " + wrong);
    }
  }
}
