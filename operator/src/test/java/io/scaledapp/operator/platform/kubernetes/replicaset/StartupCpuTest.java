package io.scaledapp.operator.platform.kubernetes.replicaset;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import io.scaledapp.crds.v1alpha1.Startup;
import io.scaledapp.operator.app.Revision;
import io.scaledapp.operator.app.model.AppModel;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterWriter.RefusedException;
import io.scaledapp.operator.platform.kubernetes.template.ReplicaSetTemplate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** More CPU for the start, and less once a pod is ready. */
class StartupCpuTest {

  private final Fixture fixture = new Fixture();
  private final FakeCluster cluster = fixture.cluster;

  private static Revision revision() {
    var source = Fixture.revision(1).source();
    var template =
        new PodTemplateSpecBuilder(Objects.requireNonNull(source.getSpec().template()))
            .editSpec()
            .editFirstContainer()
            .withNewResources()
            .addToRequests("cpu", Quantity.parse("0.25"))
            .endResources()
            .endContainer()
            .endSpec()
            .build();
    var app = new ScaledApp();
    app.setMetadata(source.getMetadata());
    app.setSpec(
        new ScaledAppSpec(
            template,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            new Startup("2"),
            null));
    var digest = Objects.requireNonNull(AppModel.of(app, 4).template()).digest();
    return new Revision(Fixture.APP, 1, digest, app);
  }

  private List<String> startTwo() {
    fixture.start(revision(), 2);
    fixture.settle();
    return cluster.pods(pod -> true);
  }

  private static String cpu(Pod pod) {
    var resources = pod.getSpec().getContainers().getFirst().getResources();
    return String.valueOf(resources.getRequests().get("cpu"));
  }

  @Test
  void eachPodIsLoweredWhenItIsReadyAndNotBefore() {
    var names = startTwo();
    assertThat(names).extracting(name -> cpu(cluster.pod(name))).containsExactly("2", "2");

    cluster.run(names.getFirst(), false);
    cluster.run(names.getLast(), true);
    fixture.settle();

    assertThat(cpu(cluster.pod(names.getFirst()))).isEqualTo("2");
    assertThat(cpu(cluster.pod(names.getLast()))).isEqualTo("0.25");
  }

  @Test
  void aPodIsLoweredOnce() {
    var names = startTwo();
    cluster.run(names.getFirst(), true);
    fixture.settle();

    cluster.run(names.getFirst(), false);
    cluster.run(names.getFirst(), true);
    fixture.settle();

    assertThat(cluster.calls).containsOnlyOnce("cpu " + names.getFirst());
  }

  @Test
  void anotherOperatorGoesOnWithIt() {
    var names = startTwo();
    fixture.restart();

    names.forEach(name -> cluster.run(name, true));
    fixture.settle();

    assertThat(names).extracting(name -> cpu(cluster.pod(name))).containsExactly("0.25", "0.25");
  }

  @Test
  void aRefusalIsNotRepeatedAndHoldsNothingUp() {
    var names = startTwo();
    cluster.run(names.getFirst(), true);
    cluster.fail(new RefusedException("QoS class must not change", null));
    fixture.settle();

    fixture.start(revision(), 1);
    fixture.settle();

    assertThat(cpu(cluster.pod(names.getFirst()))).isEqualTo("2");
    assertThat(cluster.calls).containsOnlyOnce("cpu " + names.getFirst());
    assertThat(cluster.pods(pod -> true)).hasSize(3);
  }

  @Test
  void whereNothingCanBeLoweredNothingIsRaised() {
    var template = ReplicaSetTemplate.of(revision(), 1, false).getSpec().getTemplate();

    assertThat(template.getSpec().getContainers().getFirst().getResources().getRequests())
        .containsEntry("cpu", Quantity.parse("0.25"));
    assertThat(template.getMetadata().getAnnotations())
        .doesNotContainKey("scaledapp.io/cpu-request");
  }
}
