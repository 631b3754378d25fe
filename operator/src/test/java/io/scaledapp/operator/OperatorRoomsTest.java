package io.scaledapp.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What each room of the operator may know of the others. */
@AnalyzeClasses(packages = "io.scaledapp", importOptions = ImportOption.DoNotIncludeTests.class)
class OperatorRoomsTest {

  @ArchTest
  static final ArchRule autoscalerKnowsOnlyTheControlMessages =
      classes()
          .that()
          .resideInAPackage("io.scaledapp.operator.autoscaler..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.scaledapp.operator.autoscaler..",
              "io.scaledapp.balancer.control..",
              "java..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule planKnowsNoEffects =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.scaledapp.operator.app.plan..",
              "io.scaledapp.operator.app.model..",
              "io.scaledapp.operator.app.status..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.scaledapp.operator.app.engine..",
              "java.util.concurrent..",
              "java.net.http..",
              "java.nio.file..",
              "org.slf4j..");

  @ArchTest
  static final ArchRule appKnowsNoPlatformAndNoCommand =
      noClasses()
          .that()
          .resideInAPackage("io.scaledapp.operator.app..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.scaledapp.operator.platform..",
              "io.scaledapp.operator.cli..",
              "io.scaledapp.operator.admin..",
              "io.scaledapp.operator.manifest..");

  @ArchTest
  static final ArchRule lifecycleTouchesNoRequestBytes =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.scaledapp.operator.app..",
              "io.scaledapp.operator.autoscaler..",
              "io.scaledapp.operator.platform..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.netty..", "io.vertx..");

  @ArchTest
  static final ArchRule clusterIsReachedFromFewPlaces =
      noClasses()
          .that()
          .resideInAPackage("io.scaledapp.operator..")
          .and()
          .resideOutsideOfPackages(
              "io.scaledapp.operator.platform.kubernetes..",
              "io.scaledapp.operator.control..",
              "io.scaledapp.operator.leader..",
              "io.scaledapp.operator.serve..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("io.fabric8.kubernetes.client.KubernetesClient")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.fabric8.kubernetes.client.dsl..", "io.fabric8.kubernetes.client.informers..");

  @ArchTest
  static final ArchRule decisionsAboutPodsMakeNoCall =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.scaledapp.operator.platform.kubernetes.pod..",
              "io.scaledapp.operator.platform.kubernetes.template..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.fabric8.kubernetes.client..", "java.util.concurrent..", "org.slf4j..");

  @ArchTest
  static final ArchRule decisionsAskNoClock =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.scaledapp.operator.autoscaler..",
              "io.scaledapp.operator.app.plan..",
              "io.scaledapp.operator.app.model..",
              "io.scaledapp.operator.app.status..")
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule roomsOfAppFormNoCycle =
      slices().matching("io.scaledapp.operator.app.(*)..").should().beFreeOfCycles();
}
