package io.scaledapp.operator.manifest;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Turns documents into Java types. Any thread may use it. */
final class AppTypes {

  /** Locally there is one namespace, whatever the file says. */
  private static final String NAMESPACE = "default";

  private final ObjectReader reader = reader();

  /**
   * The document must be valid by the schema. What the types cannot hold all the same, such as a
   * number that is far too large for its field, is added to {@code problems}.
   */
  Optional<SourcedApp> read(Document document, List<Problem> problems) {
    try {
      ScaledApp app = reader.readValue(document.root());
      app.getMetadata().setNamespace(NAMESPACE);
      return Optional.of(new SourcedApp(app, document));
    } catch (JsonMappingException e) {
      problems.add(document.problem(path(e), "cannot be read: " + e.getOriginalMessage()));
    } catch (IOException e) {
      problems.add(document.problem(FieldPath.ROOT, "cannot be read: " + e.getMessage()));
    }
    return Optional.empty();
  }

  private static FieldPath path(JsonMappingException e) {
    var path = FieldPath.ROOT;
    for (var step : e.getPath()) {
      var name = step.getFieldName();
      path = name == null ? path.item(step.getIndex()) : path.field(name);
    }
    return path;
  }

  /** Looks into the many classes of a pod template, which is most of the work of a first read. */
  private static ObjectReader reader() {
    var mapper = new ObjectMapper();
    new KubernetesSerialization(mapper, false);
    return mapper.readerFor(ScaledApp.class);
  }
}
