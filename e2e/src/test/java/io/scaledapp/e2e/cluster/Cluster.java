package io.scaledapp.e2e.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.scaledapp.e2e.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The cluster that all tests of one build share: started when first asked for, ended with the JVM.
 * Threads: any.
 */
public final class Cluster {

  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(10);
  private static final String CRD =
      "crds/src/main/resources/io/scaledapp/crds/scaledapps.scaledapp.io.yaml";

  private static final String CRD_NAME = "scaledapps.scaledapp.io";

  private final Nodes nodes;
  private final Path kubeconfig;
  private final KubernetesClient client;
  private final Set<String> loaded = ConcurrentHashMap.newKeySet();

  /** The cluster of this JVM, with a node that is ready. */
  public static Cluster shared() {
    return Shared.CLUSTER;
  }

  private static final class Shared {
    static final Cluster CLUSTER = new Cluster(Nodes.start());
  }

  private Cluster(Nodes nodes) {
    this.nodes = nodes;
    this.kubeconfig = write(nodes.kubeconfig());
    this.client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
            .build();
    Await.until("a ready node and DNS", Duration.ofMinutes(2), this::runsPods);
  }

  private static Path write(String kubeconfig) {
    return Await.unchecked(
        () -> {
          var folder = Files.createDirectories(Artifacts.project().resolve("e2e/target/cluster"));
          return Files.writeString(folder.resolve("kubeconfig"), kubeconfig);
        });
  }

  private boolean runsPods() {
    var dns = client.pods().inNamespace("kube-system").withLabel("k8s-app", "kube-dns").list();
    return !dns.getItems().isEmpty() && dns.getItems().stream().allMatch(Readiness::isPodReady);
  }

  /** A client with all rights. */
  public KubernetesClient client() {
    return client;
  }

  /** A file with a kubeconfig with all rights; the API server answers at 127.0.0.1. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** An address of this machine's own networks at which NodePorts answer. */
  public String address() {
    return nodes.address();
  }

  /**
   * Gives every node images that the engine has. Pods name them as the engine does, with a tag
   * other than {@code latest} or with {@code imagePullPolicy: IfNotPresent}. Images that share a
   * base are best loaded together.
   */
  public void loadImage(String... images) {
    var missing = Stream.of(images).filter(loaded::add).toList();
    if (!missing.isEmpty()) {
      withArchive(missing, nodes::load);
    }
  }

  private static void withArchive(List<String> images, Consumer<Path> use) {
    var archive = Await.unchecked(() -> Files.createTempFile("image-", ".tar"));
    try {
      var save = new ArrayList<>(List.of("docker", "save", "-o", archive.toString()));
      save.addAll(images);
      var unused = Command.run(Map.of(), COMMAND_LIMIT, save).orFail();
      use.accept(archive);
    } finally {
      var deleted = Await.unchecked(() -> Files.deleteIfExists(archive));
    }
  }

  /** Joins a further node with these images, and waits until it is ready. */
  public Worker join(String... images) {
    var worker = new Worker(this, nodes, nodes.join());
    withArchive(List.of(images), archive -> nodes.load(worker.name(), archive));
    Await.until("a ready " + worker.name(), Duration.ofMinutes(2), () -> isReady(worker));
    return worker;
  }

  private boolean isReady(Worker worker) {
    var node = client.nodes().withName(worker.name()).get();
    return node != null && Readiness.isNodeReady(node);
  }

  /** Stops the API server until what this returns is closed. */
  public ApiServerOutage stopApiServer() {
    return new ApiServerOutage(this, nodes);
  }

  /**
   * What a ServiceAccount of the product's namespace has asked of the API server since then, as far
   * as that keeps an audit log.
   */
  public Optional<List<AuditedRequest>> requestsOf(String serviceAccount, Instant since) {
    return nodes
        .auditLog()
        .map(log -> AuditedRequest.of(log, Installation.NAMESPACE, serviceAccount, since));
  }

  /** Ends a container's first process by SIGKILL, as the kernel does that is out of memory. */
  public void kill(Pod pod, String container) {
    var status = pod.getStatus();
    var id =
        Stream.concat(
                status.getContainerStatuses().stream(), status.getInitContainerStatuses().stream())
            .filter(one -> one.getName().equals(container))
            .findFirst()
            .orElseThrow()
            .getContainerID()
            .replace("containerd://", "");
    var unused =
        nodes.run(pod.getSpec().getNodeName(), "ctr -n k8s.io tasks kill --signal SIGKILL " + id);
  }

  /** Makes ScaledApps known, as {@code crds/} has them; as often as one likes. */
  public void installCrd() {
    var file = Artifacts.project().resolve(CRD).toString();
    var unused = kubectl("apply", "--server-side", "--force-conflicts", "-f", file);
    Await.until("an established CRD", Duration.ofSeconds(30), this::isCrdEstablished);
  }

  // Not `kubectl wait`: it fails on a CRD that has no conditions at all yet.
  private boolean isCrdEstablished() {
    var crd = client.apiextensions().v1().customResourceDefinitions().withName(CRD_NAME).get();
    return Optional.ofNullable(crd)
        .map(CustomResourceDefinition::getStatus)
        .map(CustomResourceDefinitionStatus::getConditions)
        .orElse(List.of())
        .stream()
        .anyMatch(one -> one.getType().equals("Established") && one.getStatus().equals("True"));
  }

  /** Runs kubectl with all rights and returns what it printed; fails when it fails. */
  public String kubectl(String... arguments) {
    return tryKubectl(arguments).orFail();
  }

  public Command.Result tryKubectl(String... arguments) {
    return runOnCluster("kubectl", arguments);
  }

  /** Runs Helm 3 with all rights and returns what it printed; fails when it fails. */
  public String helm(String... arguments) {
    return tryHelm(arguments).orFail();
  }

  public Command.Result tryHelm(String... arguments) {
    return runOnCluster("helm3", arguments);
  }

  public Command.Result tryHelm4(String... arguments) {
    return runOnCluster("helm4", arguments);
  }

  private Command.Result runOnCluster(String program, String... arguments) {
    var command = new ArrayList<>(List.of(Artifacts.get(program)));
    command.addAll(List.of(arguments));
    return Command.run(environment(), COMMAND_LIMIT, command);
  }

  /** Helm reads no settings of the user's own, and leaves nothing among them. */
  private Map<String, String> environment() {
    var helm = kubeconfig.resolveSibling("helm");
    return Map.of(
        "KUBECONFIG", kubeconfig.toString(),
        "HELM_CACHE_HOME", helm.resolve("cache").toString(),
        "HELM_CONFIG_HOME", helm.resolve("config").toString(),
        "HELM_DATA_HOME", helm.resolve("data").toString());
  }
}
