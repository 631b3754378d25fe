package io.scaledapp.operator.platform.local;

import io.scaledapp.operator.platform.local.probe.Probes;
import io.scaledapp.operator.platform.local.process.Expansion;
import io.scaledapp.operator.platform.local.process.Launch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a revision asks of each of its processes.
 *
 * @param app {@code namespace/name}
 * @param namespace of the app
 * @param name of the app
 * @param revision its number
 * @param folder the working folder
 * @param command the program and its arguments, not expanded
 * @param variables the container's environment in its order, not expanded
 * @param probes the container's probes
 * @param preStop the container's hook
 * @param grace from the begin of a stop to SIGKILL
 */
record ReplicaTemplate(
    String app,
    String namespace,
    String name,
    int revision,
    Path folder,
    List<String> command,
    List<Variable> variables,
    Probes probes,
    Optional<PreStop> preStop,
    Duration grace) {

  static final String COMMAND_FIELD = "spec.template.spec.containers[0].command";
  static final String HOST = "127.0.0.1";

  /** Of the environment of all processes of a replica, which it names. */
  static final String REPLICA_VARIABLE = "SCALEDAPP_REPLICA";

  /** An entry of the environment: either with a value, or with the path of a field of the pod. */
  record Variable(String name, String value, boolean isField) {}

  /**
   * What to start for one replica. {@code PORT}, {@code SCALEDAPP_INSTANCE}, {@code SCALEDAPP_APP},
   * {@code SCALEDAPP_REVISION} and {@code SCALEDAPP_REPLICA} are ours, whatever the template says.
   *
   * @param id the replica's
   * @param instance the replica's number
   * @param port the port that it is to listen on
   */
  Launch launch(String id, int instance, int port) {
    var own =
        Map.of(
            "PORT",
            String.valueOf(port),
            "SCALEDAPP_INSTANCE",
            String.valueOf(instance),
            "SCALEDAPP_APP",
            name,
            "SCALEDAPP_REVISION",
            String.valueOf(revision),
            REPLICA_VARIABLE,
            id);
    return launch(COMMAND_FIELD, command, own, id);
  }

  /**
   * What to start for a job: its own command in the environment of a replica, which has neither
   * port nor number there.
   *
   * @param field that the command comes from, for messages
   * @param id of this run
   */
  Launch job(String field, List<String> command, String id) {
    return launch(field, command, Map.of("SCALEDAPP_APP", name, "SCALEDAPP_JOB", id), id);
  }

  private Launch launch(String field, List<String> command, Map<String, String> own, String id) {
    var environment = new HashMap<>(own);
    for (var variable : variables) {
      if (!own.containsKey(variable.name())) {
        environment.put(variable.name(), value(variable, id, environment));
      }
    }
    var words = command.stream().map(word -> Expansion.expand(word, environment::get)).toList();
    return new Launch(field, words, environment, folder);
  }

  /** {@code NAME=value} that only the processes of one replica have in their environment. */
  static String marker(String id) {
    return REPLICA_VARIABLE + "=" + id;
  }

  private String value(Variable variable, String id, Map<String, String> earlier) {
    if (!variable.isField()) {
      return Expansion.expand(variable.value(), earlier::get);
    }
    return switch (variable.value()) {
      case "metadata.name" -> id;
      case "metadata.namespace" -> namespace;
      default -> HOST;
    };
  }

  /** The fields of a pod that a local process has too. */
  static boolean isKnownField(String path) {
    return Stream.of("metadata.name", "metadata.namespace", "status.podIP").anyMatch(path::equals);
  }
}
