package io.scaledapp.operator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.scaledapp.operator.platform.kubernetes.template.FormerTemplate;
import io.scaledapp.operator.serve.ClusterRevision;
import java.util.ArrayList;
import java.util.List;

/** The revisions of an app of a cluster. */
final class ClusterRevisionTable {

  private static final List<String> HEADER = List.of("REVISION", "READY", "CREATED", "IMAGE");

  private ClusterRevisionTable() {}

  /** As a table; without revisions it is its header. */
  static String of(List<ClusterRevision> revisions) {
    var rows = new ArrayList<List<String>>();
    rows.add(HEADER);
    for (var one : revisions) {
      rows.add(
          List.of(
              String.valueOf(one.number()),
              String.valueOf(one.ready()),
              one.createdAt(),
              one.image()));
    }
    return TextTable.layOut(rows);
  }

  /** As JSON, with the template of each. */
  static String json(List<ClusterRevision> revisions) {
    var mapper = new ObjectMapper();
    new KubernetesSerialization(mapper, false);
    var answer = mapper.createObjectNode();
    var items = answer.putArray("items");
    for (var one : revisions) {
      JsonNode template = mapper.valueToTree(FormerTemplate.of(one.set()));
      items
          .addObject()
          .put("revision", one.number())
          .put("ready", one.ready())
          .put("createdAt", one.createdAt())
          .set("template", template);
    }
    return answer.toPrettyString() + "\n";
  }
}
