package io.scaledapp.e2e.cluster;

import java.nio.file.Path;
import org.testcontainers.utility.MountableFile;

/** The nodes made of the image that {@code e2e/cluster} builds. */
final class BuiltNodes implements Nodes {

  private final ClusterNode controlPlane;

  static BuiltNodes start() {
    LeftOvers.remove();
    var controlPlane = ClusterNode.controlPlane();
    controlPlane.start();
    return new BuiltNodes(controlPlane);
  }

  private BuiltNodes(ClusterNode controlPlane) {
    this.controlPlane = controlPlane;
  }

  @Override
  public String kubeconfig() {
    var port = controlPlane.getMappedPort(ClusterNode.API_SERVER_PORT);
    return controlPlane
        .run("cat /etc/kubernetes/admin.conf")
        .replace("https://127.0.0.1:6443", "https://127.0.0.1:" + port);
  }

  @Override
  public String address() {
    return controlPlane.address();
  }

  @Override
  public void load(Path archive) {
    controlPlane.copyFileToContainer(MountableFile.forHostPath(archive), "/var/tmp/image.tar");
    var unused =
        controlPlane.run("ctr -n k8s.io images import /var/tmp/image.tar && rm /var/tmp/image.tar");
  }
}
