package io.scaledapp.e2e.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.scaledapp.e2e.Prober;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The product on the shared cluster, as its chart installs it: two operators, two balancers, and
 * the images of the samples. Made when first asked for. Threads: any.
 */
public final class Installation {

  /** Where the operators and the balancers run. */
  public static final String NAMESPACE = "scaledapp";

  /** The image of the app of {@code apps/hello.yaml}. */
  public static final String HELLO_IMAGE = Images.SAMPLES[0];

  private static final String RELEASE = "scaledapp";

  /** Other builds may share the engine. */
  private static final String TAG = "e2e-%08x".formatted(Artifacts.project().toString().hashCode());

  /** What is asked for by default is more than the machine of a test may have. */
  private static final List<String> VALUES =
      List.of(
          "operator.image.tag=" + TAG,
          "balancer.image.tag=" + TAG,
          "operator.resources.requests.cpu=50m",
          "balancer.resources.requests.cpu=50m",
          "balancer.service.type=NodePort");

  private final Cluster cluster;

  /** The installation of this JVM, with all its pods ready. */
  public static Installation shared() {
    return Shared.INSTALLATION;
  }

  private static final class Shared {
    static final Installation INSTALLATION = install(Cluster.shared());
  }

  private static Installation install(Cluster cluster) {
    Images.buildProgram(TAG);
    Images.buildSamples();
    var images = new ArrayList<>(Arrays.asList(Images.SAMPLES));
    images.add(Images.program("operator", TAG));
    images.add(Images.program("balancer", TAG));
    // The base of a sample, for pods that are clients.
    images.add(Artifacts.get("nodejs"));
    cluster.loadImage(images.toArray(String[]::new));
    var installation = new Installation(cluster);
    installation.upgrade();
    return installation;
  }

  private Installation(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Installs or upgrades the release with further values in the form of {@code helm --set}, and
   * waits until all pods are ready.
   */
  public void upgrade(String... values) {
    upgradeTo(Artifacts.project().resolve("helm/scaledapp"), values);
  }

  /** The same with another chart, with the images of this build. */
  public void upgradeTo(Path chart, String... values) {
    var arguments = new ArrayList<>(List.of("upgrade", "--install", RELEASE, chart.toString()));
    // Tests of the CRD alone may have brought it before.
    arguments.addAll(List.of("--namespace", NAMESPACE, "--create-namespace", "--take-ownership"));
    for (var program : List.of("operator", "balancer")) {
      // A cluster that outlives the test must not keep pods of an older image with the same tag.
      var id = Images.id(Images.program(program, TAG));
      arguments.addAll(List.of("--set", program + ".podAnnotations.image=" + id));
    }
    VALUES.forEach(value -> arguments.addAll(List.of("--set", value)));
    List.of(values).forEach(value -> arguments.addAll(List.of("--set", value)));
    arguments.addAll(List.of("--wait", "--timeout", "3m"));
    var unused = cluster.helm(arguments.toArray(String[]::new));
  }

  public Cluster cluster() {
    return cluster;
  }

  /** Where the balancers take requests for all hosts, as this machine reaches them. */
  public InetSocketAddress address() {
    return address("http");
  }

  /** The same for one of the Service's ports, by its name. */
  public InetSocketAddress address(String portName) {
    var service =
        cluster
            .client()
            .services()
            .inNamespace(NAMESPACE)
            .withName(RELEASE + "-balancer")
            .require();
    var port =
        service.getSpec().getPorts().stream()
            .filter(one -> one.getName().equals(portName))
            .findFirst()
            .orElseThrow(() -> new AssertionError("the balancers' Service has no " + portName));
    return new InetSocketAddress(cluster.address(), port.getNodePort());
  }

  /** Sends requests without a pause over a number of connections. */
  public Prober probe(String host, String path, int connections) {
    return Prober.start(address(), host, path, connections);
  }

  public List<Pod> operators() {
    return pods("operator");
  }

  public List<Pod> balancers() {
    return pods("balancer");
  }

  /** The operator that leads. */
  public Pod leader() {
    var pod = leaseHolder().replaceFirst("_.*", "");
    return operators().stream()
        .filter(one -> one.getMetadata().getName().equals(pod))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no operator leads: the Lease is of '" + pod + "'"));
  }

  /** Who holds the operators' Lease, anew after each start; empty while nobody does. */
  public String leaseHolder() {
    var lease =
        cluster.client().leases().inNamespace(NAMESPACE).withName(RELEASE + "-operator").require();
    return Objects.requireNonNullElse(lease.getSpec().getHolderIdentity(), "");
  }

  private List<Pod> pods(String component) {
    return cluster
        .client()
        .pods()
        .inNamespace(NAMESPACE)
        .withLabel("app.kubernetes.io/instance", RELEASE)
        .withLabel("app.kubernetes.io/component", component)
        .list()
        .getItems();
  }
}
