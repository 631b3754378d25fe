package io.scaledapp.e2e.apps;

import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Everything that an operator ever has to do, one thing after the other. */
final class WholeLife {

  /** One more than an app keeps. */
  private static final int REVISIONS = 6;

  private static final String JOBS =
      """
      spec:
        rollout: {revisionHistoryLimit: 4, before: {command: [node, -e, '0']}}
        jobs: [{name: tidy, schedule: 0 4 * * *, timeZone: UTC, command: [node, -e, '0']}]
      """;

  private static final String CERTIFICATE = "secret/scaledapp-control-tls";
  private static final String TRUST = "configmap/scaledapp-control-ca";
  private static final Duration LIMIT = ClusterApp.START_LIMIT;

  private final Installation installation;
  private final TestNamespace namespace;

  WholeLife(Installation installation, TestNamespace namespace) {
    this.installation = installation;
    this.namespace = namespace;
  }

  /** Goes through it; to be added to when operators get another duty. */
  void run() {
    allStartsWithNothing();
    var app = ClusterApp.hello(installation, namespace, JOBS).awaitReady(1);
    sameEventTwice(app);
    moreRevisionsThanAreKept(app);
    jobsKeptInBounds(app);
    objectsLost();
    workloadsAdopted();
    deleted(app);
  }

  /**
   * Operators make the Lease, the certificate and the trust in it anew, and balancers find them.
   */
  private void allStartsWithNothing() {
    var unused = inRelease("delete", "lease/scaledapp-operator");
    unused = inRelease("patch", CERTIFICATE, "-p", AppFile.json("data: {tls.crt: null}"));
    unused = inRelease("patch", TRUST, "-p", AppFile.json("data: null"));
    installation.upgrade(
        "operator.podAnnotations.life=l" + namespace, "balancer.podAnnotations.life=l" + namespace);
    Await.until("a certificate", LIMIT, () -> get(CERTIFICATE).contains("\"tls.crt\""));
    Await.until("trust in it", LIMIT, () -> get(TRUST).contains("\"ca.crt\""));
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
          LIMIT,
          () ->
              app.allPods().stream()
                  .map(pod -> pod.getMetadata().getLabels().get("scaledapp.io/revision"))
                  .toList(),
          revisions -> revisions.size() == 1 && revisions.contains(number));
      app.awaitReady(1);
    }
    Await.until(
        "the first revision is forgotten",
        LIMIT,
        () ->
            app.client()
                    .apps()
                    .replicaSets()
                    .inNamespace(app.namespace())
                    .withName(app.name() + "-r1")
                    .get()
                == null);
  }

  /** Of each revision's Job the latest are kept, and no CronJob of a job that is not named. */
  private void jobsKeptInBounds(ClusterApp app) {
    Await.until(
        "old Jobs go", LIMIT, () -> inApp("get", "jobs", "--output=name").lines().count() < 4);
    Await.until("a CronJob", LIMIT, () -> !inApp("get", "cronjobs", "--output=name").isEmpty());
    app.patch("spec: {jobs: null}");
    Await.until("no CronJob", LIMIT, () -> inApp("get", "cronjobs", "--output=name").isEmpty());
  }

  /** Somebody deletes what stands around the app, and it is there again. */
  private void objectsLost() {
    for (var object : List.of("service/hello", "endpointslice/hello-scaledapp", "pdb/hello")) {
      var unused = inApp("delete", object);
      Await.until(object + " again", LIMIT, () -> isThere(object));
    }
  }

  private boolean isThere(String object) {
    return !inApp("get", object, "--ignore-not-found", "--output=name").isEmpty();
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
    Await.until("no ScaledApp", LIMIT, () -> app.resource().get() == null);
  }

  private String get(String object) {
    return inRelease("get", object, "--output=json");
  }

  private String inRelease(String verb, String object, String... options) {
    return kubectl(Installation.NAMESPACE, verb, object, options);
  }

  private String inApp(String verb, String object, String... options) {
    return kubectl(namespace.name(), verb, object, options);
  }

  private String kubectl(String namespace, String verb, String object, String... options) {
    var arguments = new ArrayList<>(List.of(verb, object, "--namespace=" + namespace));
    arguments.addAll(List.of(options));
    return installation.cluster().kubectl(arguments.toArray(String[]::new));
  }
}
