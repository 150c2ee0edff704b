package io.github.lunostreams.benchmarks;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A package uses only those below it, and no types use each other in a circle. */
class ArchitectureTest {
  private static final String OURS = ArchitectureTest.class.getPackageName();

  private static final List<String> TOP_DOWN =
      List.of(
          OURS,
          OURS + ".gateway",
          OURS + ".book",
          OURS + ".transport",
          OURS + ".servers",
          OURS + ".clients",
          OURS + ".exchange",
          OURS + ".process",
          OURS + ".report");

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .withImportOption(location -> !location.contains("/jmh_generated/"))
          .importPackages(OURS);

  @Test
  void everyPackageHasItsPlace() {
    assertThat(classes).extracting(JavaClass::getPackageName).containsOnly(rooms());
  }

  private static String[] rooms() {
    return TOP_DOWN.toArray(String[]::new);
  }

  @Test
  void noPackageUsesOneAboveIt() {
    for (int i = 1; i < TOP_DOWN.size(); i++) {
      String own = TOP_DOWN.get(i);
      List<String> above = TOP_DOWN.subList(0, i);
      noClasses()
          .that()
          .resideInAPackage(own)
          .should()
          .dependOnClassesThat(describe("are above", type -> above.contains(type.getPackageName())))
          .check(classes);
    }
  }

  @Test
  void noTypesUseEachOtherInACircle() {
    SlicesRuleDefinition.slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass type) {
                return type.getPackageName().startsWith(OURS)
                    ? SliceIdentifier.of(topLevel(type).getName())
                    : SliceIdentifier.ignore();
              }

              @Override
              public String getDescription() {
                return "top-level types";
              }
            })
        .should()
        .beFreeOfCycles()
        .check(classes);
  }

  private static JavaClass topLevel(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::topLevel).orElse(type);
  }
}
