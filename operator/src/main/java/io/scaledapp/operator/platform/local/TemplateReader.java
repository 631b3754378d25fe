package io.scaledapp.operator.platform.local;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import io.scaledapp.operator.app.Revision;
import io.scaledapp.operator.platform.local.ReplicaTemplate.Variable;
import io.scaledapp.operator.platform.local.probe.Check;
import io.scaledapp.operator.platform.local.probe.ProbeSpecs;
import io.scaledapp.operator.platform.local.probe.Probes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a local process needs from a revision's template. Pure. */
final class TemplateReader {
  /** Annotation with the absolute path of the folder that the app's file lies in. */
  static final String FOLDER = "scaledapp.io/folder";

  private static final String CONTAINER = "spec.template.spec.containers[0].";
  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(30);

  private TemplateReader() {}

  /**
   * Reads the first container.
   *
   * @throws IllegalArgumentException naming the field that is missing or means nothing locally
   */
  static ReplicaTemplate read(Revision revision) {
    var pod = pod(revision.source().getSpec());
    var container = pod.getContainers().getFirst();
    var metadata = revision.source().getMetadata();
    var probes = probes(revision.source().getSpec(), container);
    return new ReplicaTemplate(
        revision.app(),
        metadata.getNamespace() == null ? "default" : metadata.getNamespace(),
        metadata.getName(),
        revision.number(),
        folder(revision),
        command(container),
        container.getEnv().stream().map(TemplateReader::variable).toList(),
        new Probes(
            probes.read(CONTAINER + "startupProbe", container.getStartupProbe()),
            probes.read(CONTAINER + "readinessProbe", container.getReadinessProbe()),
            probes.read(CONTAINER + "livenessProbe", container.getLivenessProbe())),
        preStop(probes, container),
        Optional.ofNullable(pod.getTerminationGracePeriodSeconds())
            .map(Duration::ofSeconds)
            .orElse(DEFAULT_GRACE));
  }

  static Path folder(Revision revision) {
    var annotations = revision.source().getMetadata().getAnnotations();
    var folder = annotations == null ? null : annotations.get(FOLDER);
    if (folder == null) {
      throw new IllegalArgumentException(
          "metadata.annotations: %s is missing; it names the app's folder".formatted(FOLDER));
    }
    return Path.of(folder);
  }

  private static PodSpec pod(@Nullable ScaledAppSpec spec) {
    var template = spec == null ? null : spec.template();
    if (template == null
        || template.getSpec() == null
        || template.getSpec().getContainers().isEmpty()) {
      throw new IllegalArgumentException(
          "spec.template.spec.containers: needs one container to run as a process");
    }
    return template.getSpec();
  }

  private static List<String> command(Container container) {
    if (container.getCommand().isEmpty()) {
      throw new IllegalArgumentException(
          CONTAINER + "command: is missing; a local process has no image to take it from");
    }
    var words = new ArrayList<>(container.getCommand());
    words.addAll(container.getArgs());
    return words;
  }

  private static Variable variable(EnvVar variable) {
    var source = variable.getValueFrom();
    if (source == null) {
      var value = variable.getValue();
      return new Variable(variable.getName(), value == null ? "" : value, false);
    }
    var path = source.getFieldRef() == null ? "" : source.getFieldRef().getFieldPath();
    if (!ReplicaTemplate.isKnownField(path)) {
      throw new IllegalArgumentException(
          "%senv[%s].valueFrom: cannot be resolved without a cluster; set value"
              .formatted(CONTAINER, variable.getName()));
    }
    return new Variable(variable.getName(), path, true);
  }

  private static ProbeSpecs probes(ScaledAppSpec spec, Container container) {
    var ports = container.getPorts();
    var appPort = spec.port();
    if (appPort == null && !ports.isEmpty()) {
      appPort = ports.getFirst().getContainerPort();
    }
    var named = new HashMap<String, Integer>();
    for (ContainerPort port : ports) {
      if (port.getName() != null) {
        named.put(port.getName(), port.getContainerPort());
      }
    }
    return new ProbeSpecs(appPort, named);
  }

  private static Optional<PreStop> preStop(ProbeSpecs probes, Container container) {
    var hook = container.getLifecycle() == null ? null : container.getLifecycle().getPreStop();
    if (hook == null) {
      return Optional.empty();
    }
    var field = CONTAINER + "lifecycle.preStop";
    if (hook.getSleep() != null) {
      return Optional.of(new PreStop.Sleep(Duration.ofSeconds(hook.getSleep().getSeconds())));
    }
    if (hook.getHttpGet() != null) {
      return Optional.of(new PreStop.Call(probes.http(field + ".httpGet", hook.getHttpGet())));
    }
    if (hook.getExec() != null) {
      return Optional.of(new PreStop.Call(new Check.Exec(hook.getExec().getCommand())));
    }
    throw new IllegalArgumentException(field + ": set sleep, exec or httpGet");
  }
}
