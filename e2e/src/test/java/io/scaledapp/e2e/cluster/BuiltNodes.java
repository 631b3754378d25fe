package io.scaledapp.e2e.cluster;

import io.scaledapp.e2e.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.utility.MountableFile;

/** The nodes made of the image that {@code e2e/cluster} builds. */
final class BuiltNodes implements Nodes {

  private final ClusterNode controlPlane;
  private final Map<String, ClusterNode> nodes = new ConcurrentHashMap<>();
  private final AtomicInteger workers = new AtomicInteger();

  static BuiltNodes start() {
    LeftOvers.remove();
    var controlPlane = ClusterNode.controlPlane();
    controlPlane.start();
    return new BuiltNodes(controlPlane);
  }

  private BuiltNodes(ClusterNode controlPlane) {
    this.controlPlane = controlPlane;
    nodes.put(controlPlane.nodeName(), controlPlane);
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
    nodes.keySet().forEach(node -> load(node, archive));
  }

  @Override
  public void load(String name, Path archive) {
    var node = node(name);
    node.copyFileToContainer(MountableFile.forHostPath(archive), "/var/tmp/image.tar");
    var unused =
        node.run("ctr -n k8s.io images import /var/tmp/image.tar && rm /var/tmp/image.tar");
  }

  @Override
  public String run(String node, String script) {
    return node(node).run(script);
  }

  @Override
  public Optional<String> auditLog() {
    return Optional.of(controlPlane.run("cat /var/log/audit.log"));
  }

  @Override
  public String join() {
    var index = workers.incrementAndGet();
    var kubelet = kubeconfig("system:node:" + ClusterNode.nodeName(index), "system:nodes");
    var worker = ClusterNode.worker(index, kubelet, kubeconfig("system:kube-proxy", ""));
    worker.start();
    nodes.values().forEach(node -> connect(node, worker));
    nodes.put(worker.nodeName(), worker);
    return worker.nodeName();
  }

  private String kubeconfig(String user, String group) {
    var server = "https://%s:%d".formatted(controlPlane.address(), ClusterNode.API_SERVER_PORT);
    return controlPlane.run("make-kubeconfig '%s' '%s' %s".formatted(user, group, server));
  }

  /** Pods of both reach each other by their own addresses, as they must on every cluster. */
  private static void connect(ClusterNode node, ClusterNode other) {
    route(node, other);
    route(other, node);
  }

  private static void route(ClusterNode from, ClusterNode to) {
    var unused = from.run("ip route replace %s via %s".formatted(to.podSubnet(), to.address()));
  }

  @Override
  public void remove(String name) {
    var node = node(name);
    nodes.remove(name);
    node.stop();
    for (var other : nodes.values()) {
      var unused = other.run("ip route delete " + node.podSubnet());
    }
  }

  @Override
  public void stopApiServer() {
    var unused = controlPlane.run("sv down kube-apiserver && sv kill kube-apiserver");
    Await.until(
        "the API server's end",
        Duration.ofSeconds(30),
        () -> controlPlane.run("sv status kube-apiserver || true").startsWith("down:"));
  }

  @Override
  public void startApiServer() {
    var unused = controlPlane.run("sv up kube-apiserver");
  }

  private ClusterNode node(String name) {
    var node = nodes.get(name);
    if (node == null) {
      throw new IllegalArgumentException("no node " + name + " among " + nodes.keySet());
    }
    return node;
  }
}
