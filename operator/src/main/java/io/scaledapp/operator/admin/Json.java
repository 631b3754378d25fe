package io.scaledapp.operator.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.ListedReplica;
import io.scaledapp.operator.app.ListedRevision;
import java.util.List;

/** ScaledApps as JSON, as the Kubernetes API writes them. */
final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  static {
    // Teaches the mapper Kubernetes' types; looking for further types in all jars is not needed.
    new KubernetesSerialization(MAPPER, false);
  }

  private Json() {}

  static JsonNode of(ScaledApp app) {
    return MAPPER.valueToTree(app);
  }

  /** A Kubernetes {@code List}. */
  static JsonNode list(List<ScaledApp> apps) {
    var list = MAPPER.createObjectNode().put("apiVersion", "v1").put("kind", "List");
    list.putObject("metadata");
    list.putArray("items").addAll(apps.stream().map(Json::of).toList());
    return list;
  }

  /** Replicas in the order given. */
  static JsonNode replicas(List<ListedReplica> replicas) {
    var answer = MAPPER.createObjectNode();
    answer.putArray("items").addAll(replicas.stream().map(Json::of).toList());
    return answer;
  }

  private static JsonNode of(ListedReplica listed) {
    var replica = listed.replica();
    return MAPPER
        .createObjectNode()
        .put("name", replica.name())
        .put("id", replica.id())
        .put("state", state(listed))
        .put("host", replica.host())
        .put("port", replica.port() == 0 ? null : replica.port())
        .put("revision", replica.revision())
        .put("restarts", replica.restarts())
        .put("inFlight", listed.inFlight())
        .put("startedAt", replica.startedAt().toString())
        .put("message", replica.message());
  }

  /** One line for a person. */
  static JsonNode message(String message) {
    return MAPPER.createObjectNode().put("message", message);
  }

  /** Revisions in the order given, each with the part of the spec that it is made from. */
  static JsonNode history(List<ListedRevision> revisions) {
    var answer = MAPPER.createObjectNode();
    answer.putArray("items").addAll(revisions.stream().map(Json::of).toList());
    return answer;
  }

  private static JsonNode of(ListedRevision listed) {
    var revision = listed.revision();
    JsonNode template = MAPPER.valueToTree(revision.template().pod());
    return MAPPER
        .createObjectNode()
        .put("revision", revision.number())
        .put("serving", listed.serving())
        .put("at", revision.at().toString())
        .put("cause", revision.cause().word())
        .put("outcome", revision.outcome())
        .put("message", revision.message())
        .set("template", template);
  }

  private static String state(ListedReplica listed) {
    return switch (listed.replica().phase()) {
      case PENDING -> "Pending";
      case STARTING -> "Starting";
      case READY -> listed.draining() ? "Draining" : "Ready";
      case NOT_READY -> listed.draining() ? "Draining" : "NotReady";
      case CRASH_LOOP_BACK_OFF -> "CrashLoopBackOff";
      case TERMINATING -> "Terminating";
    };
  }

  static JsonNode parse(String text) throws JsonProcessingException {
    return MAPPER.readTree(text);
  }
}
