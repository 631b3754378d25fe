package io.scaledapp.e2e.cluster;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import io.scaledapp.e2e.Await;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.ContainerState;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.IsRunningStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.TestcontainersConfiguration;

/** A container of the image {@code cluster-node}: the control plane, or a worker that joined it. */
final class ClusterNode extends GenericContainer<ClusterNode> {

  static final int API_SERVER_PORT = 6443;

  /**
   * Not known to older engines, or not held by every engine itself, which then refuses to start.
   */
  private static final EnumSet<Capability> WITHOUT =
      EnumSet.of(
          Capability.ALL,
          Capability.BPF,
          Capability.CHECKPOINT_RESTORE,
          Capability.PERFMON,
          Capability.SYS_RESOURCE);

  /** Of what ends with this process. */
  static final Map<String, String> LABELS_OF_OWNED =
      Map.of(LeftOvers.OWNER, LeftOvers.thisProcess());

  private final int index;

  /** The one node that every cluster has. */
  static ClusterNode controlPlane() {
    return new ClusterNode(0, "control-plane")
        .withLabels(labelsOfReusable())
        .withExposedPorts(API_SERVER_PORT)
        .withCreateContainerCmdModifier(ClusterNode::publishOnLoopback)
        .withReuse(true)
        .waitingFor(
            Wait.forSuccessfulCommand("kubectl get --raw=/readyz")
                .withStartupTimeout(Duration.ofMinutes(2)));
  }

  /** A further node, which has the kubeconfigs that let it join. */
  static ClusterNode worker(int index, String kubeletConfig, String kubeProxyConfig) {
    return new ClusterNode(index, "worker")
        .withLabels(LABELS_OF_OWNED)
        .withStartupCheckStrategy(new IsRunningStartupCheckStrategy())
        .withCopyToContainer(Transferable.of(kubeletConfig), "/etc/kubernetes/kubelet.conf")
        .withCopyToContainer(Transferable.of(kubeProxyConfig), "/etc/kubernetes/kube-proxy.conf");
  }

  private ClusterNode(int index, String role) {
    super(DockerImageName.parse(Artifacts.get("cluster-node")));
    this.index = index;
    withCommand(role);
    withEnv("POD_SUBNET", podSubnet());
    withCreateContainerCmdModifier(this::grantWhatKubeletNeeds);
  }

  /** What is kept for the next run belongs to the project, and all else to this process. */
  private static Map<String, String> labelsOfReusable() {
    return TestcontainersConfiguration.getInstance().environmentSupportsReuse()
        ? Map.of("io.scaledapp.e2e.project", Artifacts.project().toString())
        : LABELS_OF_OWNED;
  }

  /** The node's name in Kubernetes, and its host name. */
  String nodeName() {
    return nodeName(index);
  }

  static String nodeName(int index) {
    return index == 0 ? "control-plane" : "worker-" + index;
  }

  String podSubnet() {
    return "10.244." + index + ".0/24";
  }

  String address() {
    return address(this);
  }

  /** The address on the engine's network, which this machine and the other nodes reach. */
  static String address(ContainerState container) {
    return container
        .getContainerInfo()
        .getNetworkSettings()
        .getNetworks()
        .values()
        .iterator()
        .next()
        .getIpAddress();
  }

  String run(String script) {
    return run(this, script);
  }

  /** Runs a shell command in a container and returns what it printed; fails when it fails. */
  static String run(ContainerState container, String script) {
    var result = Await.unchecked(() -> container.execInContainer("sh", "-c", script));
    if (result.getExitCode() != 0) {
      throw new AssertionError(
          "%s%n%s%s".formatted(script, result.getStdout(), result.getStderr()));
    }
    return result.getStdout();
  }

  /** The port gives all rights, and is nobody else's business. */
  static void publishOnLoopback(CreateContainerCmd command) {
    command
        .getHostConfig()
        .withPortBindings(
            new PortBinding(Ports.Binding.bindIp("127.0.0.1"), ExposedPort.tcp(API_SERVER_PORT)));
  }

  private void grantWhatKubeletNeeds(CreateContainerCmd command) {
    command.withHostName(nodeName());
    command
        .getHostConfig()
        .withCapAdd(
            Arrays.stream(Capability.values())
                .filter(capability -> !WITHOUT.contains(capability))
                .toArray(Capability[]::new))
        .withSecurityOpts(List.of("seccomp=unconfined", "apparmor=unconfined"))
        .withDevices(Device.parse("/dev/kmsg"));
  }
}
