package io.github.lunostreams.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A room uses only those below it, and within a room no types go round in a circle. */
class ArchitectureTest {
  private static final String GATEWAY = "io.github.lunostreams.gateway";

  /** Top to bottom. */
  private static final List<String> ROOMS =
      List.of(
          "", "resources", "session", "market", "protocol", "channel", "http", "access", "json");

  private final JavaClasses classes =
      new ClassFileImporter()
          // ArchUnit's own option does not know the folder of the profile quick.
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages(GATEWAY);

  private static String room(JavaClass type) {
    String below = type.getPackageName().substring(GATEWAY.length());
    return below.isEmpty() ? "" : below.substring(1).split("\\.", 2)[0];
  }

  private static boolean isOurs(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(GATEWAY) || name.startsWith(GATEWAY + ".");
  }

  @Test
  void everyRoomIsOnAFloorAndHasTypes() {
    assertThat(classes.stream().map(ArchitectureTest::room).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(ROOMS);
  }

  @Test
  void noRoomKnowsOneAboveIt() {
    for (String room : ROOMS) {
      noClasses()
          .that(describe("are in " + room, type -> room(type).equals(room)))
          .should()
          .dependOnClassesThat(
              describe(
                  "are above it",
                  type -> isOurs(type) && ROOMS.indexOf(room(type)) < ROOMS.indexOf(room)))
          .check(classes);
    }
  }

  @Test
  void bytesAndBodiesKnowNoSockets() {
    noClasses()
        .that(describe("encode", type -> Set.of("protocol", "json", "market").contains(room(type))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(classes);
  }

  @Test
  void noTypesGoRoundInACircle() {
    Map<String, Set<String>> uses = new TreeMap<>();
    for (JavaClass type : classes) {
      Set<String> used = uses.computeIfAbsent(outermost(type), _ -> new TreeSet<>());
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (isOurs(target) && !outermost(target).equals(outermost(type))) {
          used.add(outermost(target));
        }
      }
    }
    assertThat(circles(uses)).isEmpty();
  }

  private static String outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type.getName());
  }

  /** Each type that reaches itself, with all that it reaches on the way. */
  private static List<Set<String>> circles(Map<String, Set<String>> uses) {
    Map<String, Set<String>> reached = new HashMap<>();
    for (String start : uses.keySet()) {
      Set<String> all = new HashSet<>();
      List<String> next = new ArrayList<>(uses.get(start));
      while (!next.isEmpty()) {
        String type = next.removeLast();
        if (all.add(type)) {
          next.addAll(uses.getOrDefault(type, Set.of()));
        }
      }
      reached.put(start, all);
    }
    Set<Set<String>> circles = new HashSet<>();
    reached.forEach(
        (type, all) -> {
          if (all.contains(type)) {
            circles.add(
                all.stream()
                    .filter(other -> reached.getOrDefault(other, Set.of()).contains(type))
                    .collect(Collectors.toCollection(TreeSet::new)));
          }
        });
    return List.copyOf(circles);
  }
}
