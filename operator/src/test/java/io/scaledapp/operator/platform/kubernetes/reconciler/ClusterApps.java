package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.scaledapp.crds.v1alpha1.Load;
import io.scaledapp.crds.v1alpha1.Protocol;
import io.scaledapp.crds.v1alpha1.Routing;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import io.scaledapp.crds.v1alpha1.ScaledAppStatus;
import java.util.List;

/** ScaledApps as an API server has them. */
final class ClusterApps {

  private ClusterApps() {}

  static ScaledApp app(String name) {
    var app = new ScaledApp();
    app.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withNamespace("shop")
            .withUid("uid-" + name)
            .withGeneration(1L)
            .withResourceVersion("7")
            .withCreationTimestamp("2026-01-01T00:00:00Z")
            .build());
    app.setSpec(
        new ScaledAppSpec(
            null, null, null, 80, null, null, null, null, null, null, null, null, null));
    return app;
  }

  /** The same on port 25 with a protocol. */
  static ScaledApp speaking(ScaledApp app, Protocol protocol) {
    var routing =
        new Routing(
            null, null, null, null, null, null, null, null, null, null, protocol, null, null, null,
            null, null, null, null, null, null, null, null, null, null, null);
    app.setSpec(
        new ScaledAppSpec(
            null, null, null, 25, null, null, null, routing, null, null, null, null, null));
    return app;
  }

  /** The slice of an app in the namespace shop, which leads to one balancer. */
  static EndpointSlice slice(String app, String address) {
    return new EndpointSliceBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName(app + "-scaledapp")
        .withUid("uid-" + app)
        .withResourceVersion("7")
        .addNewOwnerReference()
        .withKind("ScaledApp")
        .withName(app)
        .endOwnerReference()
        .endMetadata()
        .addNewPort()
        .withPort(80)
        .endPort()
        .addNewEndpoint()
        .withAddresses(address)
        .withNewConditions()
        .withReady(true)
        .withServing(true)
        .withTerminating(false)
        .endConditions()
        .withNodeName("node")
        .endEndpoint()
        .build();
  }

  static ScaledApp withPort(ScaledApp app, int port) {
    app.setStatus(new ScaledAppStatus(null, null, null, null, null, null, port, null, null, null));
    return app;
  }

  /** A status of which the test chooses one count and two figures. */
  static ScaledAppStatus status(int ready, double concurrency, String message) {
    return new ScaledAppStatus(
        1L,
        3,
        ready,
        3,
        "scaledapp.io/app=a",
        "http://a.shop/",
        20_000,
        new Load(concurrency, 5, 1.0, 0),
        null,
        List.of(ready(message)));
  }

  private static Condition ready(String message) {
    return new ConditionBuilder()
        .withType("ScalingActive")
        .withStatus("True")
        .withReason("ValidMetricFound")
        .withMessage(message)
        .build();
  }
}
