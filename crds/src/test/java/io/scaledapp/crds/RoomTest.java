package io.scaledapp.crds;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.fabric8.kubernetes.client.CustomResource;

/** The API is data: it has no behaviour, and knows nothing but the Kubernetes model. */
@AnalyzeClasses(packages = "io.scaledapp.crds", importOptions = DoNotIncludeTests.class)
class RoomTest {

  @ArchTest
  static final ArchRule ARE_DATA =
      classes()
          .that()
          .doNotHaveSimpleName("package-info")
          .should()
          .beRecords()
          .orShould()
          .beEnums()
          .orShould()
          .beAssignableTo(CustomResource.class);

  @ArchTest
  static final ArchRule DEPEND_ON_THE_MODEL_ALONE =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.scaledapp.crds..",
              "io.fabric8.kubernetes.api.model..",
              "io.fabric8.kubernetes.client",
              "io.fabric8.kubernetes.model.annotation",
              "io.fabric8.generator.annotation",
              "io.fabric8.crd.generator.annotation",
              "com.fasterxml.jackson.annotation",
              "org.jspecify.annotations",
              "java..");
}
