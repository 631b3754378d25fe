package io.scaledapp.operator.platform.kubernetes.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import io.scaledapp.operator.app.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every file {@code in-NAME.yaml} is a test of its name, and {@code out-NAME.yaml} its answer. */
class ReplicaSetTemplateTest {

  private static final Path FOLDER = Path.of("src/test/resources/kubernetes/replicasets");
  private static final Path SAMPLE = Path.of("../e2e/apps/express-hello/scaledapp.yaml");

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  @TestFactory
  Stream<DynamicTest> everyReplicaSetIsAsItsFileSays() throws IOException {
    try (var files = Files.list(FOLDER)) {
      var names = files.map(file -> file.getFileName().toString()).toList();
      assertThat(names).allMatch(name -> name.matches("(in|out)-.*\\.yaml"));
      assertThat(names).isNotEmpty();
      return names.stream()
          .filter(name -> name.startsWith("in-"))
          .map(name -> name.substring("in-".length()))
          .map(
              name ->
                  DynamicTest.dynamicTest(
                      name,
                      () -> verify(FOLDER.resolve("in-" + name), FOLDER.resolve("out-" + name))));
    }
  }

  @Test
  void sampleOfTheLocalPlatformIsTakenAsItIs() throws IOException {
    verify(SAMPLE, Path.of("src/test/resources/kubernetes/express-hello.yaml"));
  }

  @Test
  void oneThatWasSeenIsMadeAgainAsItWas() throws IOException {
    var intent = ReplicaSetTemplate.of(revision(SAMPLE), 3, true);

    assertThat(ReplicaSetTemplate.again(intent, 3)).isEqualTo(intent);
  }

  /** So a rollback makes the same pods, and its ScaledApp does not grow by what is ours. */
  @TestFactory
  Stream<DynamicTest> theFormerTemplateOfEachMakesTheSamePodsAndHasNothingOfOurs()
      throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files.filter(file -> file.getFileName().toString().startsWith("in-")).toList().stream()
          .map(file -> DynamicTest.dynamicTest("" + file, () -> verifyFormer(file)));
    }
  }

  private static void verifyFormer(Path file) throws IOException {
    var revision = revision(file);
    var made = ReplicaSetTemplate.of(revision, 0, true);
    var former = FormerTemplate.of(made);

    assertThat(YAML.writeValueAsString(former))
        .doesNotContain("SCALEDAPP_", "scaledapp.io/", "managed-by");
    assertThat(ReplicaSetTemplate.of(with(former, revision), 0, true)).isEqualTo(made);
  }

  private static Revision with(PodTemplateSpec template, Revision revision) {
    var spec = revision.source().getSpec();
    var app = new ScaledApp();
    app.setMetadata(revision.source().getMetadata());
    app.setSpec(
        new ScaledAppSpec(
            template,
            null,
            null,
            spec.port(),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            spec.startup(),
            null));
    return new Revision(revision.app(), revision.number(), revision.digest(), app);
  }

  @Test
  void missingImageIsRefusedWithItsField() throws IOException {
    var revision = revision(SAMPLE);
    var template = Objects.requireNonNull(revision.source().getSpec().template());
    template.getSpec().getContainers().getFirst().setImage(null);

    assertThatThrownBy(() -> ReplicaSetTemplate.of(revision, 0, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("spec.template.spec.containers[0].image: is missing");
  }

  private static void verify(Path in, Path out) throws IOException {
    var made = YAML.writeValueAsString(ReplicaSetTemplate.of(revision(in), 0, true));
    assertThat(made).isEqualTo(Files.readString(out));
  }

  private static Revision revision(Path file) throws IOException {
    var app = YAML.readValue(file.toFile(), ScaledApp.class);
    app.getMetadata().setUid("c0ffee");
    return new Revision("shops/" + app.getMetadata().getName(), 4, "0123456789abcdef", app);
  }
}
