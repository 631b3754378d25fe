package io.scaledapp.operator.platform.kubernetes.template;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.scaledapp.operator.platform.kubernetes.cluster.RevisionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a replica's own container is given, so that an app finds the same as a local process. */
final class AppContainer {

  /** Longer than an endpoint's way out of every routing table. */
  private static final long PRE_STOP_SECONDS = 5;

  /** Of a pod that names none. */
  private static final long DEFAULT_GRACE_SECONDS = 30;

  /** The variables that are ours, whatever the user gives. */
  static final Set<String> OWN =
      Set.of("SCALEDAPP_APP", "SCALEDAPP_REVISION", "SCALEDAPP_INSTANCE", "SCALEDAPP_REPLICA");

  private AppContainer() {}

  /**
   * The container with its environment, port, probe and hook.
   *
   * @param graceSeconds from the begin of a stop to SIGKILL; null is the cluster's default
   */
  static Container of(RevisionKey key, Container container, int port, @Nullable Long graceSeconds) {
    var with = new ContainerBuilder(container).withEnv(environment(key, container, port));
    if (container.getPorts().stream().noneMatch(one -> one.getContainerPort() == port)) {
      with.addNewPort().withContainerPort(port).endPort();
    }
    if (container.getReadinessProbe() == null) {
      addReadinessProbe(with, port);
    }
    var sleep = preStopSeconds(graceSeconds == null ? DEFAULT_GRACE_SECONDS : graceSeconds);
    var lifecycle = container.getLifecycle();
    if (sleep > 0 && (lifecycle == null || lifecycle.getPreStop() == null)) {
      addPreStop(with, sleep);
    }
    return with.build();
  }

  /** Without a probe of its own an app is ready once it listens, as a local process is. */
  private static void addReadinessProbe(ContainerBuilder container, int port) {
    container
        .withNewReadinessProbe()
        .withNewTcpSocket()
        .withPort(new IntOrString(port))
        .endTcpSocket()
        .withPeriodSeconds(1)
        .endReadinessProbe();
  }

  /**
   * For a delete that ScaledApp did not begin, such as an eviction: the pod goes on serving until
   * the balancers know.
   */
  private static void addPreStop(ContainerBuilder container, long seconds) {
    container
        .editOrNewLifecycle()
        .withNewPreStop()
        .withNewSleep(seconds)
        .endPreStop()
        .endLifecycle();
  }

  /** The hook's time counts against the grace period, of which the app needs its part. */
  private static long preStopSeconds(long graceSeconds) {
    return Math.min(PRE_STOP_SECONDS, graceSeconds / 2);
  }

  /** Ours come first, since {@code $(NAME)} in a value means a variable that stands before it. */
  private static List<EnvVar> environment(RevisionKey key, Container container, int port) {
    var own =
        List.of(
            value("SCALEDAPP_APP", key.name()),
            value("SCALEDAPP_REVISION", String.valueOf(key.number())),
            podName("SCALEDAPP_INSTANCE"),
            podName("SCALEDAPP_REPLICA"));
    var given = container.getEnv().stream().filter(one -> !OWN.contains(one.getName())).toList();
    var all = new ArrayList<EnvVar>();
    if (given.stream().noneMatch(one -> one.getName().equals("PORT"))) {
      all.add(value("PORT", String.valueOf(port)));
    }
    all.addAll(own);
    all.addAll(given);
    return all;
  }

  static EnvVar value(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }

  static EnvVar podName(String name) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef()
        .withFieldPath("metadata.name")
        .endFieldRef()
        .endValueFrom()
        .build();
  }
}
