package io.scaledapp.operator.platform.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PruningTest {

  @Test
  void anAppSharesItsSpecWithItsVersionBeforeWhileItStaysEqual() {
    var store = new PrunedStore<>(Pruning::scaledApp);
    store.put("shop/a", app(80));
    store.put("shop/a", app(80));
    var former = spec(store);
    store.put("shop/a", app(80));

    assertThat(spec(store)).isSameAs(former);

    store.put("shop/a", app(81));

    assertThat(spec(store).port()).isEqualTo(81);
  }

  @Test
  void whatNobodyReadsIsTakenFromAnApp() {
    var app = app(80);

    Pruning.scaledApp(app);

    assertThat(app.getMetadata().getAnnotations()).containsOnlyKeys("scaledapp.io/paused");
  }

  @Test
  void objectsShareWordsAndWhatIsEmpty() {
    var one = slice(new String("10.0.0.1"));
    var other = slice(new String("10.0.0.2"));
    Pruning.endpointSlice(one);
    Pruning.endpointSlice(other);

    assertThat(one.getKind()).isSameAs(other.getKind());
    assertThat(one.getPorts()).isEmpty();
    assertThat(one.getPorts()).isSameAs(other.getPorts());
    assertThat(one.getMetadata().getLabels()).isSameAs(other.getMetadata().getLabels());
    assertThat(one.getEndpoints().getFirst().getAddresses()).containsExactly("10.0.0.1");
  }

  @Test
  void whatIsSharedIsEqualToWhatItWas() {
    var template =
        new PodTemplateSpecBuilder()
            .withNewMetadata()
            .addToLabels("a", "b")
            .addToLabels("c", "d")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("app")
            .withCommand("node", "server.js")
            .addNewPort()
            .withContainerPort(3000)
            .endPort()
            .withNewReadinessProbe()
            .withNewHttpGet()
            .withPort(new IntOrString("http"))
            .endHttpGet()
            .endReadinessProbe()
            .withNewResources()
            .addToRequests("cpu", Quantity.parse("100m"))
            .endResources()
            .endContainer()
            .endSpec()
            .build();
    var before = Serialization.asYaml(template);

    Sharing.within(template);

    assertThat(Serialization.asYaml(template)).isEqualTo(before);
    assertThat(template.getMetadata().getLabels())
        .containsExactly(entry("a", "b"), entry("c", "d"));
  }

  @Test
  void ofPodsThoseThatStartWithMoreKeepWhatTheyAskFor() {
    var raised = pod(Map.of(Annotations.CPU_REQUEST, "250m"));
    var other = pod(Map.of());

    Pruning.pod(raised);
    Pruning.pod(other);

    assertThat(raised.getSpec().getContainers().getFirst().getResources().getRequests())
        .containsExactly(entry("cpu", Quantity.parse("2")));
    assertThat(other.getSpec().getContainers().getFirst().getResources()).isNull();
  }

  private static Pod pod(Map<String, String> annotations) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("web-r1-abcde")
        .withAnnotations(annotations)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("web")
        .withNewResources()
        .addToRequests("cpu", Quantity.parse("2"))
        .endResources()
        .endContainer()
        .endSpec()
        .build();
  }

  @Test
  void aServiceKeepsWhatIsComparedOfIt() {
    var service =
        new ServiceBuilder()
            .withNewMetadata()
            .withName("a")
            .endMetadata()
            .withNewSpec()
            .withType("ClusterIP")
            .withClusterIP("10.96.0.7")
            .addNewPort()
            .withPort(80)
            .endPort()
            .endSpec()
            .build();
    var ports = service.getSpec().getPorts();

    Pruning.service(service);

    assertThat(service.getSpec().getType()).isEqualTo("ClusterIP");
    assertThat(service.getSpec().getPorts()).isEqualTo(ports);
    assertThat(service.getSpec().getClusterIP()).isNull();
  }

  @Test
  void slicesShareEndpointsThatAreEqual() {
    var store = new PrunedStore<>(Pruning::endpointSlice);
    store.put("shop/a", slice("10.0.0.1"));
    store.put("shop/b", slice("10.0.0.1"));
    store.put("shop/c", slice("10.0.0.2"));

    assertThat(store.get("shop/b").getEndpoints()).isSameAs(store.get("shop/a").getEndpoints());
    assertThat(store.get("shop/c").getEndpoints()).isEqualTo(slice("10.0.0.2").getEndpoints());
  }

  @Test
  void sliceWithNullForEndpointsHasNone() {
    var store = new PrunedStore<>(Pruning::endpointSlice);
    var slice = slice("10.0.0.1");
    slice.setEndpoints(null);
    store.put("shop/a", slice);
    store.put("shop/b", slice("10.0.0.1"));

    assertThat(store.get("shop/a").getEndpoints()).isEmpty();
    assertThat(store.get("shop/b").getEndpoints()).isEqualTo(slice("10.0.0.1").getEndpoints());
  }

  private static ScaledAppSpec spec(PrunedStore<ScaledApp> store) {
    return store.get("shop/a").getSpec();
  }

  private static ScaledApp app(int port) {
    var app = new ScaledApp();
    app.setMetadata(
        new ObjectMetaBuilder()
            .withName("a")
            .withNamespace("shop")
            .addToAnnotations("scaledapp.io/paused", "true")
            .addToAnnotations("kubectl.kubernetes.io/last-applied-configuration", "{}")
            .build());
    app.setSpec(
        new ScaledAppSpec(
            null, null, null, port, null, null, null, null, null, null, null, null, null));
    return app;
  }

  private static EndpointSlice slice(String address) {
    return new EndpointSliceBuilder()
        .withNewMetadata()
        .endMetadata()
        .withEndpoints(new EndpointBuilder().withAddresses(address).build())
        .build();
  }
}
