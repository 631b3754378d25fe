package io.scaledapp.operator.serve;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.AppOperationException;
import io.scaledapp.operator.platform.kubernetes.cluster.Labels;
import io.scaledapp.operator.platform.kubernetes.template.FormerTemplate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The revisions of one app of the cluster that the kubeconfig names, seen and changed with the
 * rights of its user: reading ReplicaSets, and reading and patching ScaledApps. Every method blocks
 * until the API server answers, and throws a {@link KubernetesClientException} where it refuses.
 */
public final class ClusterRevisions implements AutoCloseable {

  private final KubernetesClient client = new KubernetesClientBuilder().build();
  private final String namespace;
  private final String name;

  public ClusterRevisions(String namespace, String name) {
    this.namespace = namespace;
    this.name = name;
  }

  /**
   * Those that are kept, by rising number.
   *
   * @throws AppOperationException if there is no such app
   */
  public List<ClusterRevision> list() {
    var owner = app().getMetadata().getUid();
    return client
        .apps()
        .replicaSets()
        .inNamespace(namespace)
        .withLabels(Map.of(Labels.MANAGED_BY, Labels.MANAGER, Labels.APP, name))
        .list()
        .getItems()
        .stream()
        .filter(
            set ->
                set.getMetadata().getOwnerReferences().stream()
                    .anyMatch(one -> one.getUid().equals(owner)))
        .map(ClusterRevision::of)
        .sorted(Comparator.comparingInt(ClusterRevision::number))
        .toList();
  }

  /**
   * Puts the template of a former revision into the ScaledApp, which is rolled out as any other
   * change of it.
   *
   * @param number of the revision; null for the one before
   * @return what is done, for a person
   * @throws AppOperationException if there is no such app, or nothing to go back to
   */
  public String rollBack(@Nullable Integer number) {
    var app = app();
    if (app.getSpec().template() == null) {
      throw new AppOperationException("has no template: there is nothing to roll back");
    }
    var target = ClusterRevision.target(list(), number);
    var changes = new ArrayList<Map<String, Object>>();
    changes.add(replace("/spec/template", FormerTemplate.of(target.set())));
    var port = FormerTemplate.port(target.set());
    if (app.getSpec().port() != null && port != null) {
      changes.add(replace("/spec/port", port));
    }
    var json = client.getKubernetesSerialization().asJson(changes);
    var unused = resource().patch(PatchContext.of(PatchType.JSON), json);
    return "goes back to revision " + target.number();
  }

  private static Map<String, Object> replace(String path, Object value) {
    return Map.of("op", "replace", "path", path, "value", value);
  }

  private ScaledApp app() {
    var app = resource().get();
    if (app == null) {
      throw new AppOperationException("there is no such ScaledApp in namespace " + namespace);
    }
    return app;
  }

  private Resource<ScaledApp> resource() {
    return client.resources(ScaledApp.class).inNamespace(namespace).withName(name);
  }

  @Override
  public void close() {
    client.close();
  }
}
