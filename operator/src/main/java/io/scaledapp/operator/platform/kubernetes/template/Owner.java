package io.scaledapp.operator.platform.kubernetes.template;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.scaledapp.crds.v1alpha1.ScaledApp;

/** Whose an object is that goes with its app. */
final class Owner {

  private Owner() {}

  static OwnerReference of(ScaledApp app) {
    return new OwnerReferenceBuilder()
        .withApiVersion(app.getApiVersion())
        .withKind(app.getKind())
        .withName(app.getMetadata().getName())
        .withUid(app.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(true)
        .build();
  }
}
