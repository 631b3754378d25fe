package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScaledAppStatus;
import java.util.Objects;

/** The app's port in its status. */
final class PortStatus {

  private PortStatus() {}

  static boolean isKept(ScaledApp app, int port) {
    return app.getStatus() != null && Objects.equals(app.getStatus().port(), port);
  }

  /** What is sent to have the port kept; all else in the status stays. */
  static ScaledApp with(ScaledApp app, int port) {
    var status = app.getStatus() == null ? ScaledAppStatus.NONE : app.getStatus();
    return ClusterNames.withStatus(
        app, status.withPort(port).withSelector(ClusterNames.podSelectorText(app, status)));
  }
}
