package io.scaledapp.e2e.cluster;

import java.nio.file.Path;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** K3s in one container, where its image can be had. */
final class K3sNodes implements Nodes {

  private static final DockerImageName IMAGE = DockerImageName.parse("rancher/k3s:v1.34.4-k3s1");

  private final K3sContainer container;

  static K3sNodes start() {
    LeftOvers.remove();
    var container =
        new K3sContainer(IMAGE)
            .withLabels(ClusterNode.LABELS_OF_OWNED)
            .withCreateContainerCmdModifier(ClusterNode::publishOnLoopback);
    container.start();
    return new K3sNodes(container);
  }

  private K3sNodes(K3sContainer container) {
    this.container = container;
  }

  @Override
  public String kubeconfig() {
    return container.getKubeConfigYaml();
  }

  @Override
  public String address() {
    return ClusterNode.address(container);
  }

  @Override
  public void load(Path archive) {
    container.copyFileToContainer(MountableFile.forHostPath(archive), "/tmp/image.tar");
    var unused = run("", "ctr -n k8s.io images import /tmp/image.tar && rm /tmp/image.tar");
  }

  @Override
  public String run(String onlyOne, String script) {
    return ClusterNode.run(container, script);
  }
}
