package io.scaledapp.e2e.cluster;

/** A further node, there until it is closed; drain and cordon it as one likes. */
public final class Worker implements AutoCloseable {

  private final Cluster cluster;
  private final Nodes nodes;
  private final String name;

  Worker(Cluster cluster, Nodes nodes, String name) {
    this.cluster = cluster;
    this.nodes = nodes;
    this.name = name;
  }

  /** The node's name in Kubernetes. */
  public String name() {
    return name;
  }

  /** Removes the node and, at once, the pods that are still on it. */
  @Override
  public void close() {
    nodes.remove(name);
    var unused = cluster.kubectl("delete", "node", name, "--ignore-not-found");
    unused =
        cluster.kubectl(
            "delete",
            "pods",
            "--all-namespaces",
            "--field-selector=spec.nodeName=" + name,
            "--force",
            "--grace-period=0");
  }
}
