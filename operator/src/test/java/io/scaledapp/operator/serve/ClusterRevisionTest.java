package io.scaledapp.operator.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.scaledapp.operator.app.AppOperationException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClusterRevisionTest {

  private static ClusterRevision revision(int number, int ready, String digest) {
    return new ClusterRevision(number, ready, "2026-01-01T00:00:00Z", digest, new ReplicaSet());
  }

  private static int target(@Nullable Integer number, ClusterRevision... all) {
    return ClusterRevision.target(List.of(all), number).number();
  }

  @Test
  void theNewestWithAnotherTemplateIsTheOneBefore() {
    assertThat(target(null, revision(1, 0, "a"), revision(2, 0, "b"), revision(3, 2, "b")))
        .isEqualTo(1);
  }

  @Test
  void whileARolloutGoesOnItIsTheOneThatStillServes() {
    assertThat(target(null, revision(1, 2, "a"), revision(2, 0, "b"), revision(3, 1, "c")))
        .isEqualTo(1);
  }

  @Test
  void oneIsNamed() {
    assertThat(target(1, revision(1, 0, "a"), revision(2, 0, "b"), revision(3, 2, "c")))
        .isEqualTo(1);
  }

  @Test
  void whereThereIsNoWayBackItIsSaid() {
    var one = revision(1, 1, "a");
    var two = revision(2, 1, "b");
    assertThatThrownBy(() -> target(null))
        .isInstanceOf(AppOperationException.class)
        .hasMessageContaining("name its namespace with -n");
    assertThatThrownBy(() -> target(null, one))
        .hasMessage(
            "no revision with another template than revision 1 is kept: there is nothing to go back to");
    assertThatThrownBy(() -> target(2, one, two))
        .hasMessage(
            "revision 2 has the template that the ScaledApp has: there is nothing to go back to");
    assertThatThrownBy(() -> target(7, one, two))
        .hasMessage("there is no revision 7; those that are kept: 1, 2");
  }
}
