package io.scaledapp.operator.admin;

import io.scaledapp.crds.v1alpha1.ScaledApp;

/** Reads one ScaledApp from a request's body by the same rules as from a file. */
@FunctionalInterface
public interface ManifestCheck {

  /**
   * Reads and validates.
   *
   * @param body YAML or JSON
   * @throws InvalidManifestException with each problem's line, field and mend
   */
  ScaledApp read(String body);
}
