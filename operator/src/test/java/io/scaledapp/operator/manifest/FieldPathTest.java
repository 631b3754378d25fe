package io.scaledapp.operator.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FieldPathTest {

  @Test
  void isWrittenAsKubernetesWritesIt() {
    var labels = FieldPath.of("metadata", "labels");

    assertThat(FieldPath.of("spec", "containers").item(0).field("env"))
        .hasToString("spec.containers[0].env");
    assertThat(labels.field("example.com/tier")).hasToString("metadata.labels[example.com/tier]");
    assertThat(FieldPath.ROOT).hasToString("");
  }

  @Test
  void rootIsItsOwnParent() {
    assertThat(FieldPath.of("spec").parent()).isEqualTo(FieldPath.ROOT);
    assertThat(FieldPath.ROOT.parent()).isEqualTo(FieldPath.ROOT);
  }
}
