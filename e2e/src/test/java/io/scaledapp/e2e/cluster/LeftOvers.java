package io.scaledapp.e2e.cluster;

import static java.util.Objects.requireNonNull;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import io.scaledapp.e2e.Await;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.testcontainers.DockerClientFactory;

/**
 * Containers of a JVM that was killed before it could remove them. A label names the process to
 * which a container belongs, by host, pid and start, since pids come again.
 */
final class LeftOvers {

  static final String OWNER = "io.scaledapp.e2e.owner";

  private LeftOvers() {}

  /** The label's value for the containers of this JVM. */
  static String thisProcess() {
    return owner(ProcessHandle.current());
  }

  static String owner(ProcessHandle process) {
    return "%s %d %s".formatted(host(), process.pid(), start(process));
  }

  /** Removes what belongs to a process of this host that has ended. */
  static void remove() {
    var client = DockerClientFactory.instance().client();
    var owned = client.listContainersCmd().withShowAll(true).withLabelFilter(List.of(OWNER)).exec();
    owned.stream()
        .filter(container -> hasEnded(requireNonNull(container.getLabels().get(OWNER))))
        .map(Container::getId)
        .forEach(LeftOvers::remove);
  }

  private static void remove(String id) {
    try {
      var client = DockerClientFactory.instance().client();
      client.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
    } catch (NotFoundException removedByAnother) {
      // Nothing is left to do.
    }
  }

  /** An engine may be shared with other hosts, whose processes cannot be seen from here. */
  private static boolean hasEnded(String owner) {
    var parts = owner.split(" ");
    var pid = Long.parseLong(parts[1]);
    var start = Instant.parse(parts[2]);
    return parts[0].equals(host())
        && ProcessHandle.of(pid).map(LeftOvers::start).filter(it -> isSame(it, start)).isEmpty();
  }

  /** The start is reckoned from the clock, which may have been set since. */
  private static boolean isSame(Instant start, Instant other) {
    return Duration.between(start, other).abs().compareTo(Duration.ofMinutes(1)) < 0;
  }

  private static Instant start(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }

  private static String host() {
    return Await.unchecked(() -> InetAddress.getLocalHost().getHostName());
  }
}
