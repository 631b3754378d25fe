package io.scaledapp.e2e.apps;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import java.io.InputStream;

/** The file of a test's app. */
record AppFile(ObjectNode content) {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  /** The app of {@code apps/hello.yaml} under a name, for one host. */
  static AppFile hello(String name, String host) {
    InputStream file = requireNonNull(AppFile.class.getResourceAsStream("/apps/hello.yaml"));
    return new AppFile(YAML.unmarshal(file, ObjectNode.class))
        .patched(
            """
            metadata: {name: %s}
            spec: {routing: {hosts: [%s]}}
            """
                .formatted(name, host));
  }

  /** With a JSON merge patch (RFC 7396), in YAML. */
  AppFile patched(String changes) {
    return new AppFile(merge(content.deepCopy(), tree(changes)));
  }

  private static ObjectNode merge(ObjectNode target, JsonNode patch) {
    for (var change : patch.properties()) {
      var name = change.getKey();
      var value = change.getValue();
      if (value.isNull()) {
        target.remove(name);
      } else if (value.isObject()) {
        target.set(name, merge(target.withObjectProperty(name), value));
      } else {
        target.set(name, value);
      }
    }
    return target;
  }

  ScaledApp app() {
    return YAML.unmarshal(content.toString(), ScaledApp.class);
  }

  /** YAML as JSON. */
  static String json(String yaml) {
    return YAML.unmarshal(yaml, JsonNode.class).toString();
  }

  /** A field of an object in YAML or JSON, as JSON; empty where there is none. */
  static String field(String object, String path) {
    var value = tree(object).at(path);
    return value.isMissingNode() ? "" : value.toString();
  }

  private static ObjectNode tree(String yaml) {
    return yaml.isBlank()
        ? JsonNodeFactory.instance.objectNode()
        : YAML.unmarshal(yaml, ObjectNode.class);
  }
}
