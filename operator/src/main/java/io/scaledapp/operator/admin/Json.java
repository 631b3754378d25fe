package io.scaledapp.operator.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.scaledapp.crds.v1alpha1.ScaledApp;
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

  static JsonNode parse(String text) throws JsonProcessingException {
    return MAPPER.readTree(text);
  }
}
