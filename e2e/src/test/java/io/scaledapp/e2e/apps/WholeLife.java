package io.scaledapp.e2e.apps;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.util.List;
import java.util.Map;

/** Everything that an operator ever has to do, one thing after the other. */
final class WholeLife {

  /** One more than an app keeps, and the one that runs. */
  private static final int REVISIONS = 7;

  private final Installation installation;
  private final TestNamespace namespace;

  WholeLife(Installation installation, TestNamespace namespace) {
    this.installation = installation;
    this.namespace = namespace;
  }

  /** Goes through it; to be added to when operators get another duty. */
  void run() {
    operatorsStartWithNothing();
    var app = ClusterApp.hello(installation, namespace, "").awaitReady(1);
    sameEventTwice(app);
    moreRevisionsThanAreKept(app);
    objectsLost(app);
    workloadsAdopted();
    deleted(app);
  }

  /** They make the Lease, the certificate and the trust in it anew. */
  private void operatorsStartWithNothing() {
    var unused = kubectl("delete", "lease", "scaledapp-operator");
    unused =
        kubectl(
            "patch",
            "secret",
            "scaledapp-control-tls",
            "-p",
            AppFile.json("data: {tls.crt: null}"));
    unused =
        kubectl("patch", "configmap", "scaledapp-control-ca", "-p", AppFile.json("data: null"));
    installation.upgrade("operator.podAnnotations.life=l" + namespace);
    Await.until("a certificate", ClusterApp.START_LIMIT, () -> secret().containsKey("tls.crt"));
    Await.until("an authority", ClusterApp.START_LIMIT, () -> authority().containsKey("ca.crt"));
  }

  private static void sameEventTwice(ClusterApp app) {
    for (var replicas : new int[] {2, 1, 2, 1}) {
      app.patch("spec: {scaling: {minReplicas: %d}}".formatted(replicas));
      app.awaitReady(replicas);
    }
  }

  private static void moreRevisionsThanAreKept(ClusterApp app) {
    for (var revision = 2; revision <= REVISIONS; revision++) {
      var number = String.valueOf(revision);
      app.patch(
          "spec: {template: {metadata: {annotations: {example.com/release: r%s}}}}"
              .formatted(number));
      Await.until(
          "the pods of revision " + number,
          ClusterApp.START_LIMIT,
          () ->
              app.allPods().stream()
                  .map(pod -> pod.getMetadata().getLabels().get("scaledapp.io/revision"))
                  .toList(),
          revisions -> revisions.size() == 1 && revisions.contains(number));
      app.awaitReady(1);
    }
    Await.until(
        "the first revision is forgotten",
        ClusterApp.START_LIMIT,
        () ->
            app.client()
                    .apps()
                    .replicaSets()
                    .inNamespace(app.namespace())
                    .withName(app.name() + "-r1")
                    .get()
                == null);
  }

  /** Somebody deletes what stands around the app, and it is there again. */
  private void objectsLost(ClusterApp app) {
    for (var object :
        new String[] {"service/hello", "endpointslice/hello-scaledapp", "pdb/hello"}) {
      var in = "--namespace=" + namespace;
      var unused = installation.cluster().kubectl("delete", object, in);
      Await.until(
          object + " again",
          ClusterApp.START_LIMIT,
          () -> installation.cluster().tryKubectl("get", object, in).exitCode() == 0);
    }
  }

  /** One of each kind. */
  private void workloadsAdopted() {
    for (var workload :
        List.of(
            ExistingWorkload.deployment(installation, namespace, "web", 1),
            ExistingWorkload.statefulSet(installation, namespace, "queue", 1),
            ExistingWorkload.replicaSet(installation, namespace, "old", 1))) {
      var app = workload.adopt("adopts-" + workload.name(), "spec: {replicas: 2}").awaitReady(2);
      deleted(app);
    }
  }

  private static void deleted(ClusterApp app) {
    var unused = app.resource().delete();
    Await.until("no ScaledApp", ClusterApp.START_LIMIT, () -> app.resource().get() == null);
  }

  private Map<String, String> secret() {
    Secret secret =
        installation
            .cluster()
            .client()
            .secrets()
            .inNamespace(Installation.NAMESPACE)
            .withName("scaledapp-control-tls")
            .require();
    return secret.getData();
  }

  private Map<String, String> authority() {
    ConfigMap map =
        installation
            .cluster()
            .client()
            .configMaps()
            .inNamespace(Installation.NAMESPACE)
            .withName("scaledapp-control-ca")
            .require();
    return map.getData();
  }

  private String kubectl(String... arguments) {
    var command = new String[arguments.length + 1];
    System.arraycopy(arguments, 0, command, 0, arguments.length);
    command[arguments.length] = "--namespace=" + Installation.NAMESPACE;
    return installation.cluster().kubectl(command);
  }
}
