package io.scaledapp.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know the rooms that users and other programs come in by. */
@AnalyzeClasses(
    packages = "io.scaledapp.operator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class CommandRoomsTest {

  @ArchTest
  static final ArchRule nothingKnowsTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.scaledapp.operator.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.scaledapp.operator.cli..");

  @ArchTest
  static final ArchRule onlyTheCommandLineKnowsTheAssembly =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.scaledapp.operator.cli..", "io.scaledapp.operator.up..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.scaledapp.operator.up..");

  @ArchTest
  static final ArchRule adminKnowsNeitherPlatformNorFilesNorRequests =
      noClasses()
          .that()
          .resideInAPackage("io.scaledapp.operator.admin..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.scaledapp.operator.platform..",
              "io.scaledapp.operator.manifest..",
              "io.scaledapp.balancer",
              "io.scaledapp.balancer.(control|eventloop|exchange|metrics|serve|upstream)..",
              "io.scaledapp.balancer.(configuration|proxyprotocol|tls)..",
              "io.vertx..",
              "io.netty..");
}
