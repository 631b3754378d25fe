package io.scaledapp.operator.platform.kubernetes.target;

import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.TargetKind;
import java.util.Objects;

/** Names a workload that can be adopted. */
public record TargetKey(TargetKind kind, String namespace, String name) {

  /** Of an app that adopts one. */
  public static TargetKey of(ScaledApp app) {
    var target = Objects.requireNonNull(app.getSpec().targetRef());
    return new TargetKey(target.kind(), app.getMetadata().getNamespace(), target.name());
  }

  /** For people, without the namespace, which is that of the app. */
  public String words() {
    return kind.word() + " " + name;
  }
}
