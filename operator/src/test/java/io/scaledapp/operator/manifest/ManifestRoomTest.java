package io.scaledapp.operator.manifest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Reading files needs the API, the meaning of times in cron, and nothing else of ours. */
@AnalyzeClasses(
    packages = "io.scaledapp.operator.manifest",
    importOptions = DoNotIncludeTests.class)
class ManifestRoomTest {

  @ArchTest
  static final ArchRule KNOWS_THE_API_ALONE =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.scaledapp.operator.manifest",
              "io.scaledapp.operator.cron",
              "io.scaledapp.crds..",
              "io.fabric8.kubernetes..",
              "com.fasterxml.jackson..",
              "com.google.re2j",
              "com.networknt.schema..",
              "dev.cel..",
              "org.snakeyaml.engine..",
              "org.jspecify.annotations",
              "java..");
}
