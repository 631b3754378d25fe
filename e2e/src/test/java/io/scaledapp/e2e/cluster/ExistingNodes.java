package io.scaledapp.e2e.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.scaledapp.e2e.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A cluster that is there already. It is given images by the command in the system property {@code
 * scaledapp.e2e.load}, to which the archive's file is added, such as {@code kind load
 * image-archive}.
 */
record ExistingNodes(Path file) implements Nodes {

  private static final Duration LOAD_LIMIT = Duration.ofMinutes(10);

  @Override
  public String kubeconfig() {
    return Await.unchecked(() -> Files.readString(file));
  }

  @Override
  public String address() {
    var config = Config.fromKubeconfig(kubeconfig());
    try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
      return client.nodes().list().getItems().getFirst().getStatus().getAddresses().stream()
          .filter(address -> address.getType().equals("InternalIP"))
          .findFirst()
          .orElseThrow()
          .getAddress();
    }
  }

  @Override
  public void load(Path archive) {
    var load = System.getProperty("scaledapp.e2e.load", "");
    if (load.isEmpty()) {
      throw new IllegalStateException(
          "scaledapp.e2e.load must be the command that gives the cluster an image, such as"
              + " -Dscaledapp.e2e.load='kind load image-archive'");
    }
    var command = new ArrayList<>(List.of(load.split(" +")));
    command.add(archive.toString());
    var unused = Command.run(Map.of(), LOAD_LIMIT, command).orFail();
  }
}
