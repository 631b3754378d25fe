package io.scaledapp.operator.admin;

import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.scaledapp.crds.v1alpha1.Load;
import io.scaledapp.crds.v1alpha1.ScaleDecision;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import io.scaledapp.crds.v1alpha1.ScaledAppStatus;
import io.scaledapp.operator.app.ListedReplica;
import io.scaledapp.operator.app.ListedRevision;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Replica.Phase;
import io.scaledapp.operator.app.history.Cause;
import io.scaledapp.operator.app.history.RevisionRecord;
import io.scaledapp.operator.app.model.RevisionTemplate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ScaledApps for tests. */
public final class Samples {
  private Samples() {}

  public static ScaledApp app(String name) {
    return app(name, 8080);
  }

  public static ScaledApp app(String name, int port) {
    var app = new ScaledApp();
    app.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withCreationTimestamp("2026-01-02T03:04:05Z")
            .build());
    app.setSpec(
        new ScaledAppSpec(
            null, null, null, port, null, null, null, null, null, null, null, null, null));
    return app;
  }

  /** Of an app named one: the first drains, the second cannot get ready. */
  public static List<ListedReplica> replicas() {
    var at = Instant.parse("2026-01-02T03:04:05Z");
    var message = "readiness probe fails: refused";
    return List.of(
        new ListedReplica(
            new Replica(
                "one-7f-1",
                "default/one",
                1,
                "one-0",
                Phase.READY,
                "127.0.0.1",
                20001,
                at,
                at,
                2,
                null),
            true,
            7),
        new ListedReplica(
            new Replica(
                "one-7f-2",
                "default/one",
                2,
                "one-1",
                Phase.STARTING,
                null,
                0,
                at,
                null,
                0,
                message),
            false,
            0));
  }

  /** Two revisions, of which the second was worse. */
  public static List<ListedRevision> history() {
    return List.of(
        new ListedRevision(revision(1, Cause.STARTED, RevisionRecord.COMPLETED, null, "v1"), true),
        new ListedRevision(
            revision(2, Cause.TEMPLATE_CHANGED, "RolledBack", "was worse", "v2"), false));
  }

  private static RevisionRecord revision(
      int number, Cause cause, String outcome, @Nullable String message, String image) {
    var pod =
        new PodTemplateSpecBuilder()
            .withNewSpec()
            .addNewContainer()
            .withImage(image)
            .endContainer()
            .endSpec()
            .build();
    return new RevisionRecord(
        number,
        Instant.parse("2026-01-01T00:00:00Z").plusSeconds(60L * (number - 1)),
        cause,
        outcome,
        message,
        new RevisionTemplate(pod, null, 80, null, null, null));
  }

  public static ScaledApp ready(String name) {
    var app = app(name);
    app.setStatus(
        new ScaledAppStatus(
            1L,
            3,
            2,
            5,
            null,
            "http://" + name + ".localhost:8080",
            null,
            new Load(12.34, 412, 80.0, 0),
            new ScaleDecision(
                "2026-01-02T03:05:05Z", 3, 5, "3 → 5: 412 open connections, target 100 each"),
            List.of(new ConditionBuilder().withType("Ready").withStatus("True").build())));
    return app;
  }
}
