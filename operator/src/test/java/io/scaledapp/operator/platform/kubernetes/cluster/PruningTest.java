package io.scaledapp.operator.platform.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
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

    assertThat(app.getMetadata().getManagedFields()).isNullOrEmpty();
    assertThat(app.getMetadata().getAnnotations()).containsOnlyKeys("scaledapp.io/paused");
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
            .withManagedFields(new ManagedFieldsEntry())
            .addToAnnotations("scaledapp.io/paused", "true")
            .addToAnnotations("kubectl.kubernetes.io/last-applied-configuration", "{}")
            .build());
    app.setSpec(new ScaledAppSpec(null, null, null, port, null, null, null, null, null));
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
