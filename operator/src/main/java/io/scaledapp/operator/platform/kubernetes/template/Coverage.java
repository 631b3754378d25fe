package io.scaledapp.operator.platform.kubernetes.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Whether a ReplicaSet of the cluster is as it was asked for, whatever others added to it. */
public final class Coverage {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Coverage() {}

  /** Whether labels, annotations and owner are as in the intent. */
  public static boolean ofMetadata(ObjectMeta has, ObjectMeta wants) {
    return covers(has.getLabels(), wants.getLabels())
        && covers(has.getAnnotations(), wants.getAnnotations())
        && has.getOwnerReferences().containsAll(wants.getOwnerReferences());
  }

  /**
   * Whether the pod template is as in the intent. A value that the API server writes in another
   * way, such as 1000m as 1, counts as different.
   */
  public static boolean ofTemplate(ReplicaSet seen, ReplicaSet intent) {
    return covers(tree(seen), tree(intent));
  }

  private static boolean covers(@Nullable Map<String, String> has, Map<String, String> wants) {
    return has != null && has.entrySet().containsAll(wants.entrySet());
  }

  private static JsonNode tree(ReplicaSet set) {
    PodTemplateSpec template = set.getSpec().getTemplate();
    return MAPPER.valueToTree(Objects.requireNonNullElseGet(template, PodTemplateSpec::new));
  }

  private static boolean covers(JsonNode seen, JsonNode intent) {
    if (intent.isObject()) {
      return intent.properties().stream()
          .allMatch(one -> covers(seen.path(one.getKey()), one.getValue()));
    }
    if (intent.isArray()) {
      return seen.size() == intent.size()
          && IntStream.range(0, intent.size())
              .allMatch(index -> covers(seen.path(index), intent.path(index)));
    }
    return intent.asText().equals(seen.asText());
  }
}
