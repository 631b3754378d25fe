package io.scaledapp.crds.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** A web app that is balanced and scaled on its load. */
@Group("scaledapp.io")
@Version("v1alpha1")
@Kind("ScaledApp")
@Singular("scaledapp")
@Plural("scaledapps")
@ShortNames("sapp")
public class ScaledApp extends CustomResource<ScaledAppSpec, ScaledAppStatus>
    implements Namespaced {

  @Override
  protected @Nullable ScaledAppSpec initSpec() {
    return null;
  }

  @Override
  protected @Nullable ScaledAppStatus initStatus() {
    return null;
  }
}
