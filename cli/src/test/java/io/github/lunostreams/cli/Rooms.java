package io.github.lunostreams.cli;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Packages from the top floor down, each of which may use only those on lower floors, and the
 * dependencies between their types. Nested types count as their top-level type.
 */
final class Rooms {
  private final List<String> topDown;

  /** The top-level types that each top-level type uses, itself excepted. */
  private final SortedMap<String, SortedSet<String>> uses = new TreeMap<>();

  private final Map<String, Class<?>> types = new HashMap<>();

  /**
   * The rooms of a module, its tests left out.
   *
   * @param module its directory
   * @param topDown names of packages; a class belongs to the longest that it is in or below
   */
  static Rooms of(String module, List<String> topDown) {
    String target = "/" + module + "/target/";
    return new Rooms(
        read(
            importer ->
                importer
                    // ArchUnit's own option does not know the folder of the profile quick.
                    .withImportOption(location -> !location.contains("/test-classes/"))
                    .withImportOption(location -> location.contains(target))
                    .importPackages(topDown)),
        topDown.toArray(String[]::new));
  }

  /** The rooms of these types alone. */
  static Rooms of(List<Class<?>> types, String... topDown) {
    return new Rooms(read(importer -> importer.importClasses(types)), topDown);
  }

  /** Reads no class beyond those asked for: their names are enough. */
  private static JavaClasses read(Function<ClassFileImporter, JavaClasses> how) {
    return ArchConfiguration.withThreadLocalScope(
        configuration -> {
          configuration.setResolveMissingDependenciesFromClassPath(false);
          return how.apply(new ClassFileImporter());
        });
  }

  private Rooms(JavaClasses classes, String... topDown) {
    this.topDown = List.of(topDown);
    for (JavaClass each : classes) {
      JavaClass type = topLevel(each);
      types.computeIfAbsent(type.getName(), name -> type.reflect());
      uses.computeIfAbsent(type.getName(), name -> new TreeSet<>());
    }
    for (JavaClass each : classes) {
      String user = topLevel(each).getName();
      for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
        String used = topLevel(dependency.getTargetClass().getBaseComponentType()).getName();
        if (uses.containsKey(used) && !used.equals(user)) {
          uses.get(user).add(used);
        }
      }
    }
  }

  private static JavaClass topLevel(JavaClass type) {
    return type.getEnclosingClass().map(Rooms::topLevel).orElse(type);
  }

  /** The index of the type's room, from the top. */
  private int floor(String type) {
    int floor = -1;
    for (int i = 0; i < topDown.size(); i++) {
      String room = topDown.get(i);
      if (type.startsWith(room + ".")
          && (floor < 0 || room.length() > topDown.get(floor).length())) {
        floor = i;
      }
    }
    return floor;
  }

  /** {@return how many types each room has, and those in no room, under an empty name} */
  SortedMap<String, Integer> sizes() {
    SortedMap<String, Integer> sizes = new TreeMap<>();
    topDown.forEach(room -> sizes.put(room, 0));
    for (String type : uses.keySet()) {
      int floor = floor(type);
      sizes.merge(floor < 0 ? "" : topDown.get(floor), 1, Integer::sum);
    }
    return sizes;
  }

  /** {@return each dependency of a type on one in a higher room, as {@code user -> used}} */
  List<String> arrowsUp() {
    List<String> arrows = new ArrayList<>();
    uses.forEach(
        (user, targets) -> {
          for (String used : targets) {
            if (floor(used) < floor(user)) {
              arrows.add(user + " -> " + used);
            }
          }
        });
    return arrows;
  }

  /** {@return each set of types that depend on each other in a circle, sealed families excepted} */
  List<SortedSet<String>> circles() {
    List<SortedSet<String>> circles = new ArrayList<>(new Components().found);
    circles.removeIf(circle -> circle.size() == 1 || isSealedFamily(circle));
    return circles;
  }

  private boolean isSealedFamily(Set<String> circle) {
    return circle.stream().anyMatch(type -> family(types.get(type)).containsAll(circle));
  }

  /** The type and all that it permits to extend it, those that they permit included. */
  private static Set<String> family(Class<?> type) {
    Set<String> family = new HashSet<>(Set.of(type.getName()));
    if (type.isSealed()) {
      Arrays.stream(type.getPermittedSubclasses()).forEach(each -> family.addAll(family(each)));
    }
    return family;
  }

  /** Tarjan's algorithm: the strongly connected components of the types. */
  private final class Components {
    private final List<SortedSet<String>> found = new ArrayList<>();
    private final Map<String, Integer> index = new HashMap<>();
    private final Map<String, Integer> low = new HashMap<>();
    private final Deque<String> stack = new ArrayDeque<>();
    private final Set<String> onStack = new HashSet<>();

    private Components() {
      for (String type : uses.keySet()) {
        if (!index.containsKey(type)) {
          visit(type);
        }
      }
    }

    private void visit(String type) {
      index.put(type, index.size());
      low.put(type, index.get(type));
      stack.push(type);
      onStack.add(type);
      for (String used : uses.get(type)) {
        if (!index.containsKey(used)) {
          visit(used);
          low.merge(type, low.get(used), Math::min);
        } else if (onStack.contains(used)) {
          low.merge(type, index.get(used), Math::min);
        }
      }
      if (low.get(type).equals(index.get(type))) {
        SortedSet<String> component = new TreeSet<>();
        String member;
        do {
          member = stack.pop();
          onStack.remove(member);
          component.add(member);
        } while (!member.equals(type));
        found.add(component);
      }
    }
  }
}
