package io.scaledapp.operator.control.certificate;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The names that a Service has in a cluster. */
final class ServiceNames {
  private static final String SERVICE = ".svc";
  private static final String CLUSTER = ".cluster.local";

  private ServiceNames() {}

  /**
   * The name itself, and of {@code NAME.NAMESPACE.svc}, with or without {@code .cluster.local},
   * every other form. One in another domain has no other form.
   */
  static List<String> of(String host) {
    var names = new TreeSet<>(Set.of(host));
    var end = host.indexOf(SERVICE);
    var rest = end < 0 ? "" : host.substring(end);
    if (rest.equals(SERVICE) || rest.equals(SERVICE + CLUSTER)) {
      var inCluster = host.substring(0, end);
      names.add(inCluster);
      names.add(inCluster + SERVICE);
      names.add(inCluster + SERVICE + CLUSTER);
      names.add(inCluster.replaceFirst("\\..*", ""));
    }
    return List.copyOf(names);
  }
}
