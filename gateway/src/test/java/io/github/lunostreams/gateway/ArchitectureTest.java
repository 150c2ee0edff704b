package io.github.lunostreams.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/**
 * Dependencies point one way: the gateway knows all its rooms, http and protocol know fanout, rest
 * knows all of these.
 */
class ArchitectureTest {
  private static final String GATEWAY = "io.github.lunostreams.gateway";
  private static final String HTTP = GATEWAY + ".http..";
  private static final String PROTOCOL = GATEWAY + ".protocol..";
  private static final String FANOUT = GATEWAY + ".fanout..";
  private static final String REST = GATEWAY + ".rest..";

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(GATEWAY);

  private void assertKnowsNothingOf(String room, String... others) {
    noClasses()
        .that()
        .resideInAPackage(room)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .check(classes);
  }

  @Test
  void theFanoutKnowsNoProtocolAndNoServer() {
    assertKnowsNothingOf(FANOUT, HTTP, PROTOCOL, REST, GATEWAY);
  }

  @Test
  void theProtocolKnowsNoServerAndNoSockets() {
    assertKnowsNothingOf(PROTOCOL, HTTP, REST, GATEWAY, "io.netty..");
  }

  @Test
  void theServerKnowsNoProtocolAndNotWhoStartsIt() {
    assertKnowsNothingOf(HTTP, PROTOCOL, REST, GATEWAY);
  }

  @Test
  void theExchangesCallsKnowNoSocketsAndNotWhoStartsThem() {
    assertKnowsNothingOf(REST, GATEWAY, "io.netty..");
  }
}
