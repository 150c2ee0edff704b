package io.github.lunostreams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What programs can rely on, line by line. A change here is a change for users: it belongs into the
 * changelog. To take a wanted change over, copy {@code public-api.txt} of the build directory to
 * {@code src/test/resources/public-api.txt}.
 */
class PublicApiTest {
  private static final Path CLASSES = Path.of(System.getProperty("luno.streams.target"), "classes");
  private static final Path WRITTEN_DOWN =
      Path.of(System.getProperty("luno.streams.root"), "client/src/test/resources/public-api.txt");

  @Test
  void thePublicApiIsTheListedOne() throws Exception {
    List<String> surface = surface();
    Files.write(CLASSES.resolveSibling("public-api.txt"), surface);

    assertThat(surface).containsExactlyElementsOf(Files.readAllLines(WRITTEN_DOWN));
  }

  private static List<String> surface() throws Exception {
    List<String> lines = new ArrayList<>();
    for (String exported : exportedPackages()) {
      lines.add("package " + exported);
      try (Stream<Path> files = Files.list(CLASSES.resolve(exported.replace('.', '/')))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
          String name = file.getFileName().toString().replace(".class", "");
          if (!name.equals("package-info")) {
            describe(Class.forName(exported + "." + name), lines);
          }
        }
      }
    }
    return lines;
  }

  private static Set<String> exportedPackages() throws IOException {
    try (InputStream descriptor = Files.newInputStream(CLASSES.resolve("module-info.class"))) {
      return ModuleDescriptor.read(descriptor).exports().stream()
          .filter(exports -> !exports.isQualified())
          .map(ModuleDescriptor.Exports::source)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static void describe(Class<?> type, List<String> lines) {
    for (Class<?> outer = type; outer != null; outer = outer.getDeclaringClass()) {
      if (!visible(outer.getModifiers())) {
        return;
      }
    }
    String kind =
        type.isRecord()
            ? "record"
            : type.isEnum() ? "enum" : type.isInterface() ? "interface" : "class";
    lines.add(
        "  "
            + (type.isSealed() ? "sealed " : "")
            + kind
            + " "
            + type.getName().substring(type.getPackageName().length() + 1));
    Stream.of(type.getDeclaredFields(), type.getDeclaredConstructors(), type.getDeclaredMethods())
        .flatMap(Arrays::stream)
        .map(Member.class::cast)
        .filter(member -> visible(member.getModifiers()) && !member.isSynthetic())
        .filter(member -> !member.getName().startsWith("lambda$"))
        .map(PublicApiTest::shown)
        .sorted()
        .forEach(lines::add);
  }

  private static boolean visible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static String shown(Member member) {
    String modifiers = Modifier.isStatic(member.getModifiers()) ? "static " : "";
    return switch (member) {
      case Field field ->
          "    " + modifiers + field.getName() + ": " + shown(field.getGenericType());
      case Constructor<?> constructor -> "    new(" + parameters(constructor) + ")";
      case Method method ->
          "    "
              + modifiers
              + method.getName()
              + "("
              + parameters(method)
              + "): "
              + shown(method.getGenericReturnType());
      default -> throw new AssertionError(member);
    };
  }

  private static String parameters(Executable executable) {
    return Arrays.stream(executable.getGenericParameterTypes())
        .map(PublicApiTest::shown)
        .collect(Collectors.joining(", "));
  }

  private static String shown(Type type) {
    return type.getTypeName().replaceAll("[a-z0-9_]+\\.", "");
  }
}
