package io.scaledapp.e2e.apps;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A workload of a user's own with the pods of {@code apps/hello.yaml}, which apps adopt. */
final class ExistingWorkload {

  private final Installation installation;
  private final String namespace;
  private final String kind;
  private final String name;

  private ExistingWorkload(
      Installation installation, TestNamespace namespace, String kind, String name) {
    this.installation = installation;
    this.namespace = namespace.name();
    this.kind = kind;
    this.name = name;
  }

  static ExistingWorkload deployment(
      Installation installation, TestNamespace namespace, String name, int replicas) {
    var deployment =
        new DeploymentBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withNewSpec()
            .withReplicas(replicas)
            .withNewSelector()
            .withMatchLabels(labels(name))
            .endSelector()
            .withTemplate(template(name))
            .endSpec()
            .build();
    return create(installation, namespace, deployment);
  }

  static ExistingWorkload statefulSet(
      Installation installation, TestNamespace namespace, String name, int replicas) {
    var set =
        new StatefulSetBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withNewSpec()
            .withReplicas(replicas)
            .withServiceName(name)
            .withNewSelector()
            .withMatchLabels(labels(name))
            .endSelector()
            .withTemplate(template(name))
            .endSpec()
            .build();
    return create(installation, namespace, set);
  }

  static ExistingWorkload replicaSet(
      Installation installation, TestNamespace namespace, String name, int replicas) {
    var set =
        new ReplicaSetBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withNewSpec()
            .withReplicas(replicas)
            .withNewSelector()
            .withMatchLabels(labels(name))
            .endSelector()
            .withTemplate(template(name))
            .endSpec()
            .build();
    return create(installation, namespace, set);
  }

  private static ExistingWorkload create(
      Installation installation, TestNamespace namespace, HasMetadata object) {
    var unused =
        installation.cluster().client().resource(object).inNamespace(namespace.name()).create();
    var name = object.getMetadata().getName();
    return new ExistingWorkload(installation, namespace, object.getKind(), name);
  }

  private static Map<String, String> labels(String name) {
    return Map.of("example.com/component", name);
  }

  /** With the hook that every web app needs whose pods others may delete. */
  private static PodTemplateSpec template(String name) {
    var template = AppFile.hello(name, "unused.test").app().getSpec().template();
    return new PodTemplateSpecBuilder(Objects.requireNonNull(template))
        .editOrNewMetadata()
        .withLabels(labels(name))
        .endMetadata()
        .editSpec()
        .editFirstContainer()
        .withNewLifecycle()
        .withNewPreStop()
        .withNewSleep(3L)
        .endPreStop()
        .endLifecycle()
        .endContainer()
        .endSpec()
        .build();
  }

  /**
   * Creates a ScaledApp that adopts it, for a host of its own.
   *
   * @param changes to {@code apps/hello.yaml}, as a JSON merge patch in YAML
   */
  ClusterApp adopt(String app, String changes) {
    var host = "%s.%s.test".formatted(app, namespace);
    var file =
        AppFile.hello(app, host)
            .patched(
                "spec: {template: null, targetRef: {kind: %s, name: %s}}".formatted(kind, name))
            .patched(changes);
    var unused = client().resource(file.app()).inNamespace(namespace).create();
    return ClusterApp.of(installation, namespace, app, host);
  }

  /** Waits until so many of its pods are ready. */
  ExistingWorkload awaitReady(int count) {
    Await.until(
        "%s %s has %d ready pods".formatted(kind, name, count),
        ClusterApp.START_LIMIT,
        () -> count == pods().stream().filter(Readiness::isPodReady).count());
    return this;
  }

  /** Its pods that are not being deleted. */
  List<Pod> pods() {
    return client()
        .pods()
        .inNamespace(namespace)
        .withLabels(labels(name))
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  List<String> podUids() {
    return pods().stream().map(pod -> pod.getMetadata().getUid()).toList();
  }

  String name() {
    return name;
  }

  /** The count of its spec. */
  int replicas() {
    return Integer.parseInt(kubectl("get", object(), "--output=jsonpath={.spec.replicas}"));
  }

  /** The name of the object for kubectl. */
  String object() {
    return kind + "/" + name;
  }

  String kubectl(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.add("--namespace=" + namespace);
    return installation.cluster().kubectl(all.toArray(String[]::new));
  }

  private KubernetesClient client() {
    return installation.cluster().client();
  }
}
