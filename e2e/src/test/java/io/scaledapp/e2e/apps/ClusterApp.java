package io.scaledapp.e2e.apps;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScaledAppStatus;
import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.HttpConnection;
import io.scaledapp.e2e.Prober;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** One ScaledApp on the cluster, as users and clients see it. Threads: any. */
final class ClusterApp {

  static final Duration START_LIMIT = Duration.ofSeconds(90);

  private final Installation installation;
  private final String namespace;
  private final String name;
  private final String host;

  /**
   * Creates the app of {@code apps/hello.yaml} with changes, and with a host of its own.
   *
   * @param changes a JSON merge patch, in YAML
   */
  static ClusterApp hello(Installation installation, TestNamespace namespace, String changes) {
    return hello(installation, namespace, "hello", changes);
  }

  static ClusterApp hello(
      Installation installation, TestNamespace namespace, String name, String changes) {
    var host = "%s.%s.test".formatted(name, namespace);
    var file = AppFile.hello(name, host).patched(changes);
    var unused =
        installation.cluster().client().resource(file.app()).inNamespace(namespace.name()).create();
    return of(installation, namespace, name, host);
  }

  /** An app that is there, or will be. */
  static ClusterApp of(
      Installation installation, TestNamespace namespace, String name, String host) {
    return of(installation, namespace.name(), name, host);
  }

  static ClusterApp of(Installation installation, String namespace, String name, String host) {
    return new ClusterApp(installation, namespace, name, host);
  }

  private ClusterApp(Installation installation, String namespace, String name, String host) {
    this.installation = installation;
    this.namespace = namespace;
    this.name = name;
    this.host = host;
  }

  KubernetesClient client() {
    return installation.cluster().client();
  }

  String namespace() {
    return namespace;
  }

  String name() {
    return name;
  }

  String host() {
    return host;
  }

  Resource<ScaledApp> resource() {
    return client().resources(ScaledApp.class).inNamespace(namespace).withName(name);
  }

  /**
   * Changes the ScaledApp.
   *
   * @param changes a JSON merge patch, in YAML
   */
  void patch(String changes) {
    var unused = resource().patch(PatchContext.of(PatchType.JSON_MERGE), AppFile.json(changes));
  }

  /**
   * Changes the ScaledApp.
   *
   * @param changes a JSON patch, in YAML
   */
  void edit(String changes) {
    var unused = resource().patch(PatchContext.of(PatchType.JSON), AppFile.json(changes));
  }

  /** The status; an empty one while there is none. */
  ScaledAppStatus status() {
    var app = resource().get();
    var status = app == null ? null : app.getStatus();
    return status == null ? ScaledAppStatus.NONE : status;
  }

  int ready() {
    return Objects.requireNonNullElse(status().readyReplicas(), 0);
  }

  int desired() {
    return Objects.requireNonNullElse(status().desiredReplicas(), 0);
  }

  List<Condition> conditions() {
    return Objects.requireNonNullElse(status().conditions(), List.of());
  }

  /** Why the count was changed last; empty when it never was. */
  String lastReason() {
    var decision = status().lastDecision();
    return decision == null ? "" : Objects.requireNonNullElse(decision.reason(), "");
  }

  /** The condition; one without a status while the app has none of that type. */
  Condition condition(String type) {
    return conditions().stream()
        .filter(one -> one.getType().equals(type))
        .findFirst()
        .orElseGet(Condition::new);
  }

  /** Waits for a condition in the form of {@code Ready=True:ReplicasReady}. */
  Condition await(String expected) {
    return await(expected, "");
  }

  Condition await(String expected, String inMessage) {
    var type = expected.substring(0, expected.indexOf('='));
    return Await.until(
        name + " is " + expected,
        START_LIMIT,
        () -> condition(type),
        one ->
            expected.equals(type + "=" + one.getStatus() + ":" + one.getReason())
                && one.getMessage().contains(inMessage));
  }

  ClusterApp awaitReady(int replicas) {
    return awaitReady(replicas, START_LIMIT);
  }

  /** Waits until exactly so many are wanted, there and ready. */
  ClusterApp awaitReady(int replicas, Duration limit) {
    var unused =
        Await.until(
            "%s has %d ready replicas".formatted(name, replicas),
            limit,
            this::status,
            status ->
                Integer.valueOf(replicas).equals(status.readyReplicas())
                    && Integer.valueOf(replicas).equals(status.desiredReplicas())
                    && Integer.valueOf(replicas).equals(status.replicas()));
    return this;
  }

  /** One answer over a connection of its own, through the Service of the balancers. */
  HttpConnection.Response get(String path) throws IOException {
    try (var connection = new HttpConnection(installation.address())) {
      return connection.get(host, path);
    }
  }

  /** Sends requests without a pause over a number of connections. */
  Prober probe(String path, int connections) {
    return installation.probe(host, path, connections);
  }

  /** The app's pods that are not being deleted. */
  List<Pod> pods() {
    return allPods().stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  List<Pod> allPods() {
    return client()
        .pods()
        .inNamespace(namespace)
        .withLabel("scaledapp.io/app", name)
        .list()
        .getItems();
  }

  /** What was told of the app, in the form of {@code Scaled: 1 → 2: …}. */
  List<String> events() {
    return client().events().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getRegarding().getKind().equals("ScaledApp"))
        .filter(event -> event.getRegarding().getName().equals(name))
        .map(ClusterApp::words)
        .toList();
  }

  private static String words(Event event) {
    return event.getReason() + ": " + event.getNote();
  }
}
