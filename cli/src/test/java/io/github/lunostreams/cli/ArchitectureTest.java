package io.github.lunostreams.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Dependencies point one way, between modules and within them. */
class ArchitectureTest {
  private static final String OURS = "io.github.lunostreams";
  private static final String GATEWAY = OURS + ".gateway..";
  private static final String SIMULATOR = OURS + ".simulator..";
  private static final String CLI = OURS + ".cli..";
  private static final String BOOK = OURS + ".book..";
  private static final String WIRE = OURS + ".wire..";
  private static final String MARKET = OURS + ".market..";

  private static final Set<String> FLOATING =
      Set.of("float", "double", Float.class.getName(), Double.class.getName());

  private static JavaClasses classes;

  @BeforeAll
  static void readClasses() {
    classes =
        new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(OURS);
  }

  private static DescribedPredicate<JavaClass> client() {
    return resideInAPackage(OURS + "..")
        .and(not(resideInAnyPackage(GATEWAY, SIMULATOR, CLI)))
        .as("the client's");
  }

  @Test
  void allModulesAreSeen() {
    for (String pattern : new String[] {GATEWAY, SIMULATOR, CLI, BOOK, WIRE, MARKET}) {
      assertThat(classes.stream().filter(resideInAPackage(pattern))).as(pattern).isNotEmpty();
    }
  }

  @Test
  void theClientKnowsNoOtherModule() {
    noClasses()
        .that(client())
        .should()
        .dependOnClassesThat(resideInAnyPackage(GATEWAY, SIMULATOR, CLI))
        .check(classes);
  }

  @Test
  void theSimulatorSharesNoCodeWithWhatItTests() {
    noClasses()
        .that()
        .resideInAPackage(SIMULATOR)
        .should()
        .dependOnClassesThat(client().or(resideInAnyPackage(GATEWAY, CLI)))
        .check(classes);
  }

  @Test
  void theGatewayKnowsOnlyTheClient() {
    noClasses()
        .that()
        .resideInAPackage(GATEWAY)
        .should()
        .dependOnClassesThat(resideInAnyPackage(SIMULATOR, CLI))
        .check(classes);
  }

  @Test
  void theBookStandsOnItsOwn() {
    noClasses()
        .that()
        .resideInAPackage(BOOK)
        .should()
        .dependOnClassesThat(client().and(not(resideInAPackage(BOOK))))
        .check(classes);
  }

  @Test
  void theWireKnowsOnlyTheBookAndTheKey() {
    noClasses()
        .that()
        .resideInAPackage(WIRE)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(MARKET, OURS + ".loop..").or(resideInAPackage(OURS)))
        .check(classes);
  }

  @Test
  void packagesOfAModuleHaveNoCycles() {
    slices().matching(OURS + ".(*)..").should().beFreeOfCycles().check(classes);
    slices().matching(OURS + ".gateway.(*)..").should().beFreeOfCycles().check(classes);
  }

  @Test
  void onlyTheCommandLineWritesToTheStandardStreams() {
    noClasses()
        .that(not(resideInAPackage(CLI)))
        .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
        .check(classes);
  }

  @Test
  void thereIsOneLoggingApi() {
    noClasses()
        .should()
        .dependOnClassesThat(resideInAnyPackage("java.util.logging.."))
        .check(classes);
    noClasses()
        .that(not(resideInAPackage(CLI)))
        .should()
        .dependOnClassesThat(resideInAnyPackage("ch.qos.logback.."))
        .check(classes);
  }

  @Test
  void noPriceOrVolumeIsKeptInFloatingPoint() {
    fields()
        .that()
        .areDeclaredInClassesThat(resideInAnyPackage(BOOK, WIRE, MARKET))
        .should(
            new ArchCondition<JavaField>("not be of a floating-point type") {
              @Override
              public void check(JavaField field, ConditionEvents events) {
                if (FLOATING.contains(field.getRawType().getBaseComponentType().getName())) {
                  events.add(violated(field, field.getDescription() + " is floating-point"));
                }
              }
            })
        .check(classes);
  }
}
