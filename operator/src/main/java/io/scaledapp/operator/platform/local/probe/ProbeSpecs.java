package io.scaledapp.operator.platform.local.probe;

import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HTTPHeader;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads probes of a template. A port that is the app's, by number or by name, stands for the
 * replica's own; any other is taken as it is. Pure.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes">the
 *     defaults</a>
 */
public final class ProbeSpecs {
  private final @Nullable Integer appPort;
  private final Map<String, Integer> namedPorts;

  /**
   * For the probes of one container.
   *
   * @param appPort the port that requests go to on a cluster, if it is known
   * @param namedPorts the container's ports by name
   */
  public ProbeSpecs(@Nullable Integer appPort, Map<String, Integer> namedPorts) {
    this.appPort = appPort;
    this.namedPorts = Map.copyOf(namedPorts);
  }

  /**
   * The probe of a field, if it is set.
   *
   * @param field its path, for messages
   * @throws IllegalArgumentException with the field and what is wrong with it
   */
  public Optional<ProbeSpec> read(String field, @Nullable Probe probe) {
    if (probe == null) {
      return Optional.empty();
    }
    return Optional.of(
        new ProbeSpec(
            check(field, probe),
            seconds(probe.getInitialDelaySeconds(), 0),
            seconds(probe.getPeriodSeconds(), 10),
            seconds(probe.getTimeoutSeconds(), 1),
            orDefault(probe.getSuccessThreshold(), 1),
            orDefault(probe.getFailureThreshold(), 3),
            Optional.ofNullable(probe.getTerminationGracePeriodSeconds())
                .map(Duration::ofSeconds)));
  }

  private Check check(String field, Probe probe) {
    if (probe.getHttpGet() != null) {
      return http(field + ".httpGet", probe.getHttpGet());
    }
    if (probe.getTcpSocket() != null) {
      var tcp = probe.getTcpSocket();
      return new Check.Tcp(host(tcp.getHost()), port(field + ".tcpSocket.port", tcp.getPort()));
    }
    if (probe.getExec() != null && !probe.getExec().getCommand().isEmpty()) {
      return new Check.Exec(probe.getExec().getCommand());
    }
    throw new IllegalArgumentException(
        field + ": set httpGet, tcpSocket or exec; local processes have no other probes");
  }

  /** Reads an {@code httpGet}, of a probe or of a lifecycle hook. */
  public Check.Http http(String field, HTTPGetAction action) {
    var headers = new LinkedHashMap<String, String>();
    if (action.getHttpHeaders() != null) {
      for (HTTPHeader header : action.getHttpHeaders()) {
        headers.put(header.getName(), header.getValue() == null ? "" : header.getValue());
      }
    }
    var path = action.getPath() == null || action.getPath().isEmpty() ? "/" : action.getPath();
    return new Check.Http(
        "HTTPS".equals(action.getScheme()),
        host(action.getHost()),
        port(field + ".port", action.getPort()),
        path.startsWith("/") ? path : "/" + path,
        headers);
  }

  private OptionalInt port(String field, @Nullable IntOrString port) {
    var number = port == null ? null : port.getIntVal();
    if (port != null && port.getStrVal() != null) {
      number = namedPorts.get(port.getStrVal());
    }
    if (number == null) {
      throw new IllegalArgumentException(
          "%s: %s; the container's named ports are %s"
              .formatted(
                  field,
                  port == null ? "is missing" : "there is no port " + port.getStrVal(),
                  namedPorts.keySet()));
    }
    return number.equals(appPort) ? OptionalInt.empty() : OptionalInt.of(number);
  }

  private static Optional<String> host(@Nullable String host) {
    return Optional.ofNullable(host).filter(text -> !text.isEmpty());
  }

  private static Duration seconds(@Nullable Integer value, int otherwise) {
    return Duration.ofSeconds(orDefault(value, otherwise));
  }

  private static int orDefault(@Nullable Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }
}
