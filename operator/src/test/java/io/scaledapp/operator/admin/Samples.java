package io.scaledapp.operator.admin;

import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.scaledapp.crds.v1alpha1.Load;
import io.scaledapp.crds.v1alpha1.ScaleDecision;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import io.scaledapp.crds.v1alpha1.ScaledAppStatus;
import io.scaledapp.operator.app.ListedReplica;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Replica.Phase;
import java.time.Instant;
import java.util.List;

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
