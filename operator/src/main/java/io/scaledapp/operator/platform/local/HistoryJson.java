package io.scaledapp.operator.platform.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.scaledapp.operator.app.history.Cause;
import io.scaledapp.operator.app.history.RevisionHistory;
import io.scaledapp.operator.app.history.RevisionRecord;
import io.scaledapp.operator.app.model.RevisionTemplate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;

/** The revisions of one app as JSON. */
final class HistoryJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  static {
    // Teaches the mapper Kubernetes' types; looking for further types in all jars is not needed.
    new KubernetesSerialization(MAPPER, false);
    MAPPER.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  private HistoryJson() {}

  static String write(RevisionHistory history) throws JsonProcessingException {
    var all = MAPPER.createObjectNode();
    var revisions = all.putArray("revisions");
    for (var one : history.records()) {
      JsonNode template = MAPPER.valueToTree(one.template());
      revisions
          .addObject()
          .put("revision", one.number())
          .put("at", one.at().toString())
          .put("cause", one.cause().word())
          .put("outcome", one.outcome())
          .put("message", one.message())
          .set("template", template);
    }
    return MAPPER.writeValueAsString(all);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException saying what is wrong, if it is JSON and something else
   */
  static RevisionHistory read(String text) throws JsonProcessingException {
    var all = MAPPER.readTree(text);
    if (!all.path("revisions").isArray()) {
      throw new IllegalArgumentException("has no list of revisions");
    }
    var records = new ArrayList<RevisionRecord>();
    for (var one : all.path("revisions")) {
      records.add(record(one));
    }
    return new RevisionHistory(records);
  }

  private static RevisionRecord record(JsonNode one) throws JsonProcessingException {
    var template = MAPPER.treeToValue(one.path("template"), RevisionTemplate.class);
    if (template == null || template.pod() == null) {
      throw new IllegalArgumentException("a revision has no template");
    }
    try {
      return new RevisionRecord(
          one.path("revision").asInt(),
          Instant.parse(one.path("at").asText()),
          Cause.of(one.path("cause").asText()),
          one.path("outcome").asText(),
          one.hasNonNull("message") ? one.path("message").asText() : null,
          template);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("a revision has no time: " + e.getMessage(), e);
    }
  }
}
