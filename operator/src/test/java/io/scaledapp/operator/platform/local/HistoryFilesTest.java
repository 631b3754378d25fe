package io.scaledapp.operator.platform.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.scaledapp.crds.v1alpha1.LocalBuild;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.history.Cause;
import io.scaledapp.operator.app.history.RevisionHistory;
import io.scaledapp.operator.app.history.RevisionRecord;
import io.scaledapp.operator.app.model.RevisionTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryFilesTest {

  private final Path state;

  HistoryFilesTest(@TempDir Path state) {
    this.state = state;
  }

  private static ScaledApp app(String folder) {
    return TestRevision.of(Path.of(folder), List.of("true")).source();
  }

  private static final RevisionHistory HISTORY =
      new RevisionHistory(
          List.of(
              new RevisionRecord(
                  1,
                  Instant.parse("2026-01-01T00:00:00Z"),
                  Cause.STARTED,
                  RevisionRecord.COMPLETED,
                  null,
                  template()),
              new RevisionRecord(
                  4,
                  Instant.parse("2026-01-01T00:01:00.5Z"),
                  Cause.ROLLBACK,
                  "RolledBack",
                  "was worse",
                  template())));

  private static RevisionTemplate template() {
    var pod =
        new PodTemplateSpecBuilder()
            .withNewMetadata()
            .addToLabels("a", "b")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("web")
            .withCommand("node", "server.js")
            .withNewResources()
            .addToRequests("cpu", new Quantity("500m"))
            .endResources()
            .withNewReadinessProbe()
            .withNewHttpGet()
            .withPath("/")
            .withPort(new IntOrString("http"))
            .endHttpGet()
            .endReadinessProbe()
            .endContainer()
            .endSpec()
            .build();
    pod.getSpec().setAdditionalProperty("ofANewerKubernetes", List.of(1, 2));
    return new RevisionTemplate(
        pod, null, 8080, null, new LocalBuild(List.of("make"), null), "/project");
  }

  private RevisionHistory keepAndRead() throws IOException {
    try (var files = HistoryFiles.open(state)) {
      files.keep(app("/project"), HISTORY);
    }
    return read();
  }

  private RevisionHistory read() throws IOException {
    try (var files = HistoryFiles.open(state)) {
      return files.read(app("/project"));
    }
  }

  @Test
  void whatIsKeptIsThereInTheNextRun() throws IOException {
    assertThat(keepAndRead()).isEqualTo(HISTORY);
    assertThat(keepAndRead().records().getFirst().template().digest())
        .isEqualTo(template().digest());
  }

  @Test
  void anAppOfTheSameNameInAnotherFolderIsAnother() throws IOException {
    keepAndRead();
    try (var files = HistoryFiles.open(state)) {
      assertThat(files.read(app("/elsewhere"))).isEqualTo(RevisionHistory.NONE);
    }
  }

  @Test
  void whatIsForgottenLeavesNoFile() throws IOException {
    keepAndRead();
    try (var files = HistoryFiles.open(state)) {
      files.forget(app("/project"));
    }
    assertThat(state.resolve("history")).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "[]",
        "{\"revisions\": 1}",
        "{\"revisions\": [1]}",
        "{\"revisions\": [{\"revision\": 1}]}",
        "{\"revisions\": [{\"revision\": 1, \"template\": 1}]}",
        "{\"revisions\": [{\"revision\": 1, \"at\": \"now\", \"template\": {\"pod\": {}}}]}",
        "{\"revisions\": [{\"revision\": 0, \"at\": \"2026-01-01T00:00:00Z\","
            + " \"cause\": \"Reload\", \"template\": {\"pod\": {}}}]}"
      })
  void oneThatIsCorruptIsIgnoredAndMadeAnew(String text) throws IOException {
    keepAndRead();
    try (var files = Files.list(state.resolve("history"))) {
      Files.writeString(files.findFirst().orElseThrow(), text);
    }
    assertThat(read()).isEqualTo(RevisionHistory.NONE);
    assertThat(keepAndRead()).isEqualTo(HISTORY);
  }
}
