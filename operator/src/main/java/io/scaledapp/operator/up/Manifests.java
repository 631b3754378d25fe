package io.scaledapp.operator.up;

import io.scaledapp.crds.v1alpha1.ScaledApp;
import java.nio.file.Path;
import java.util.List;

/** Reads and checks ScaledApps. */
interface Manifests {

  /** Reads a file; one that cannot be read is a problem too. */
  Reading read(Path file);

  /** The problems that apps have only together, such as two that claim one host and path. */
  List<String> clashes(List<ScaledApp> apps);

  /**
   * What a file holds.
   *
   * @param apps empty when there are problems
   * @param problems one line each, with file, line and field
   */
  record Reading(List<ScaledApp> apps, List<String> problems) {}
}
