package io.scaledapp.balancer;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

/** Which room of the balancer may know which: the picture of the design, checked. */
@AnalyzeClasses(
    packages = "io.scaledapp.balancer",
    importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
  private static final String ROOT = "io.scaledapp.balancer";

  @ArchTest
  static final ArchRule balancerKnowsNoKubernetes =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.fabric8..",
              "io.kubernetes..",
              "io.javaoperatorsdk..",
              "io.scaledapp.operator..",
              "io.scaledapp.crds..");

  @ArchTest
  static final ArchRule noUntrustedByteMeetsTheStockHttpDecoder =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx.core.http..", "io.netty.handler.codec.http..");

  @ArchTest
  static final ArchRule onlyWhatReadsOrWritesFormatsKnowsJackson =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              ROOT + ".control.wire", ROOT + ".configuration", ROOT + ".accesslog")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx.core.json..", "com.fasterxml..", "com.google.gson..");

  @ArchTest
  static final ArchRule onlyItsOwnRoomKnowsOpenTelemetry =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".trace.otlp")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.opentelemetry..");

  @ArchTest
  static final ArchRule controlDependsOnNothingOfOurs =
      classes()
          .that()
          .resideInAPackage(ROOT + ".control")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", ROOT + ".control");

  @ArchTest
  static final ArchRule pureRoomsDependOnMessagesAndBuffersOnly =
      classes()
          .that()
          .resideInAnyPackage(
              ROOT + ".route",
              ROOT + ".pick",
              ROOT + ".forwarded",
              ROOT + ".stream",
              ROOT + ".tunnel")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "io.netty.buffer",
              "io.netty.util",
              ROOT + ".control",
              ROOT + ".route",
              ROOT + ".pick",
              ROOT + ".forwarded",
              ROOT + ".stream",
              ROOT + ".tunnel");

  @ArchTest
  static final ArchRule rulesForRequestsKnowNoConnection =
      classes()
          .that()
          .resideInAPackage(ROOT + ".filter")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "org.slf4j..",
              "io.netty.buffer",
              "io.netty.util..",
              ROOT + ".control",
              ROOT + ".filter",
              ROOT + ".forwarded",
              ROOT + ".http1",
              ROOT + ".route");

  @ArchTest
  static final ArchRule metricsSeeTheLoadNotTheEngine =
      classes()
          .that()
          .resideInAPackage(ROOT + ".metrics")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "io.micrometer.core..",
              ROOT + ".control",
              ROOT + ".metrics");

  @ArchTest
  static final ArchRule roomsDoNotDependInCircles =
      slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule everyRoomIsNullMarked =
      classes()
          .should(
              ArchCondition.from(
                  describe(
                      "live in a @NullMarked package",
                      type -> type.getPackage().isAnnotatedWith(NullMarked.class))));
}
