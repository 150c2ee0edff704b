package io.github.lunostreams.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
        new ClassFileImporter()
            // ArchUnit's own option does not know the folder of the profile quick.
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages(OURS);
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

  /** Each module's packages from the top floor down; see docs/architecture.md. */
  static Stream<Arguments> modules() {
    return Stream.of(
        module(
            "client",
            "",
            "market",
            "rest",
            "websocket",
            "upstream",
            "wire",
            "book.engine",
            "book",
            "net"),
        module(
            "gateway",
            "gateway",
            "gateway.resources",
            "gateway.session",
            "gateway.market",
            "gateway.protocol",
            "gateway.channel",
            "gateway.http",
            "gateway.access",
            "gateway.json"),
        module(
            "simulator",
            "simulator",
            "simulator.server",
            "simulator.fault",
            "simulator.wire",
            "simulator.market"),
        module("testkit", "testkit"),
        module(
            "cli", "cli", "cli.commands", "cli.watch", "cli.check", "cli.options", "cli.process"));
  }

  private static Arguments module(String module, String... rooms) {
    return Arguments.of(
        module, Stream.of(rooms).map(room -> room.isEmpty() ? OURS : OURS + "." + room).toList());
  }

  @ParameterizedTest
  @MethodSource("modules")
  void aRoomUsesOnlyThoseBelowItAndNoTypesUseEachOther(String module, List<String> topDown) {
    Rooms rooms = Rooms.of(module, topDown);

    assertThat(rooms.sizes()).hasSize(topDown.size()).doesNotContainKey("").doesNotContainValue(0);
    assertThat(rooms.arrowsUp()).isEmpty();
    assertThat(rooms.circles()).isEmpty();
  }

  @Test
  void whatTheGatewayEncodesKnowsNoSockets() {
    noClasses()
        .that()
        .resideInAnyPackage(
            OURS + ".gateway.protocol..", OURS + ".gateway.json..", OURS + ".gateway.market..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(classes);
  }

  @Test
  void nothingReachesIntoTheInternalsOfNettysChannels() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.netty.channel.Channel$Unsafe")
        .check(classes);
  }

  /** A wrong clock may make a delay look wrong, and nothing else: see docs/troubleshooting.md. */
  @Test
  void theGatewayReadsAClockOnlyForItsBeatsAndTheClientOnlyTheOneInjected() {
    noClasses()
        .that(
            resideInAPackage(GATEWAY)
                .and(not(simpleName("Gateway")))
                .and(not(simpleName("MarketChannels"))))
        .should()
        .dependOnClassesThat()
        .areAssignableTo(InstantSource.class)
        .check(classes);
    noClasses()
        .that(client().or(resideInAPackage(GATEWAY)))
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callConstructor(Date.class)
        .check(classes);
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
