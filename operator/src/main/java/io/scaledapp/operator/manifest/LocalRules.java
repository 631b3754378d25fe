package io.scaledapp.operator.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a process on this machine cannot be given although a pod could. What would change what the
 * app does is refused, what would not is told; each by name.
 */
final class LocalRules {

  private static final FieldPath POD = FieldPath.of("spec", "template", "spec");

  private static final Map<String, String> REFUSED_IN_POD =
      Map.of(
          "initContainers",
          "cannot run locally; do their work in spec.local.build, or before the app starts",
          "volumes",
          "cannot be mounted locally; let the app take its folders from env, and leave them out here");

  private static final Map<String, String> REFUSED_IN_CONTAINER =
      Map.of(
          "envFrom",
          "cannot be read locally; name each variable under env with a value, or export it before the"
              + " start: replicas inherit the environment",
          "volumeMounts",
          "cannot be mounted locally; let the app take its folders from env, and leave them out here",
          "volumeDevices",
          "cannot be attached locally; leave them out here");

  private static final Map<String, String> TOLD_IN_POD =
      Map.of(
          "hostAliases", "is not used locally: the machine's own names hold",
          "dnsConfig", "is not used locally: the machine's own resolver holds",
          "securityContext", "is not used locally: replicas run as you");

  private static final Map<String, String> TOLD_IN_CONTAINER =
      Map.of(
          "resources", "is not used locally: nothing limits a replica but the machine",
          "securityContext", "is not used locally: replicas run as you",
          "workingDir", "is not used locally: replicas run in the folder of the file");

  private final Document document;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> notices = new ArrayList<>();

  private LocalRules(Document document) {
    this.document = document;
  }

  /**
   * The document must be valid by the schema.
   *
   * @param runs whether the app is to run here, and not only to be checked
   */
  static LocalRules check(Document document, boolean runs) {
    var rules = new LocalRules(document);
    rules.checkTarget(document.root().at("/spec/targetRef"), runs);
    var pod = document.root().at("/spec/template/spec");
    if (!pod.isMissingNode()) {
      rules.checkPod(pod);
    }
    if (!document.root().at("/spec/startup").isMissingNode()) {
      rules.tell(
          FieldPath.of("spec", "startup"), "is not used locally: replicas share the machine's CPU");
    }
    rules.checkPort(document.root(), runs);
    rules.checkNamespace(document.root().at("/metadata/namespace"));
    return rules;
  }

  List<Problem> problems() {
    return problems;
  }

  List<Problem> notices() {
    return notices;
  }

  private void checkTarget(JsonNode target, boolean runs) {
    if (target.isMissingNode()) {
      return;
    }
    var field = FieldPath.of("spec", "targetRef");
    if (runs) {
      refuse(field, "needs a cluster, where there are workloads; name a template to run it here");
    } else {
      tell(field, "runs on a cluster only: `up` refuses it");
    }
  }

  /** A file that is for a cluster alone may lack it. */
  private void checkPort(JsonNode root, boolean runs) {
    var isTcp = root.at("/spec/routing/protocol").asText().equals("TCP");
    if (isTcp && root.at("/spec/local/port").isMissingNode()) {
      var field = FieldPath.of("spec", "local", "port");
      if (runs) {
        refuse(field, "is required with protocol TCP: it is where clients connect to the app");
      } else {
        tell(field, "is required by `up` with protocol TCP: it is where clients connect");
      }
    }
  }

  private void checkNamespace(JsonNode namespace) {
    if (!namespace.isMissingNode() && !namespace.asText().equals("default")) {
      notices.add(
          document.problem(
              FieldPath.of("metadata", "namespace"),
              "is not used locally: apps go by their names"));
    }
  }

  private void checkPod(JsonNode pod) {
    collect(POD, pod, REFUSED_IN_POD, problems);
    collect(POD, pod, TOLD_IN_POD, notices);
    var containers = POD.field("containers");
    for (int i = 1; i < pod.path("containers").size(); i++) {
      refuse(containers.item(i), "cannot run locally: a replica is one process, of the first");
    }
    checkContainer(containers.item(0), pod.at("/containers/0"));
  }

  private void checkContainer(FieldPath path, JsonNode container) {
    collect(path, container, REFUSED_IN_CONTAINER, problems);
    collect(path, container, TOLD_IN_CONTAINER, notices);
    if (container.path("command").isEmpty()) {
      refuse(
          path.field("command"),
          "is required locally, where no image says what to run; name the program and its"
              + " arguments");
    }
    LocalEnvRules.check(path.field("env"), container.path("env"), this::refuse);
    LocalEnvRules.tell(path.field("env"), container.path("env"), this::tell);
    LocalProbeRules.check(path, container, appPort(container), this::refuse);
  }

  private void collect(
      FieldPath path, JsonNode object, Map<String, String> messages, List<Problem> to) {
    messages.forEach(
        (name, message) -> {
          if (!object.path(name).isEmpty() || object.path(name).isValueNode()) {
            to.add(document.problem(path.field(name), message));
          }
        });
  }

  /** A missing node when no port is declared, which the schema's rules refuse. */
  private JsonNode appPort(JsonNode container) {
    var port = document.root().at("/spec/port");
    return port.isMissingNode() ? container.at("/ports/0/containerPort") : port;
  }

  private void tell(FieldPath field, String message) {
    notices.add(document.problem(field, message));
  }

  private void refuse(FieldPath field, String message) {
    problems.add(document.problem(field, message));
  }
}
