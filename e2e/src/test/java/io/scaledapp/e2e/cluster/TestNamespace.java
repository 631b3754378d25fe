package io.scaledapp.e2e.cluster;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
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
