package io.scaledapp.e2e.cluster;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.scaledapp.e2e.Await;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** A namespace of a test's own, deleted after it. */
public final class TestNamespace implements AutoCloseable {

  private final KubernetesClient client;
  private final String name;

  static TestNamespace create(Cluster cluster, Class<?> test) {
    var name =
        test.getSimpleName()
                .replaceAll("(IT|Test)$", "")
                .replaceAll("(?<=.)([A-Z])", "-$1")
                .toLowerCase(Locale.ROOT)
            + "-"
            + Integer.toString(
                ThreadLocalRandom.current().nextInt(36 * 36 * 36, 36 * 36 * 36 * 36), 36);
    var unused =
        cluster
            .client()
            .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
            .create();
    // Without it no pod can be made, and it comes a while after the namespace.
    Await.until(
        "the service account of " + name,
        Duration.ofMinutes(2),
        () ->
            cluster.client().serviceAccounts().inNamespace(name).withName("default").get() != null);
    return new TestNamespace(cluster.client(), name);
  }

  private TestNamespace(KubernetesClient client, String name) {
    this.client = client;
    this.name = name;
  }

  public String name() {
    return name;
  }

  /** Starts the deletion and does not wait for its end. */
  @Override
  public void close() {
    var unused = client.namespaces().withName(name).delete();
  }

  @Override
  public String toString() {
    return name;
  }
}
