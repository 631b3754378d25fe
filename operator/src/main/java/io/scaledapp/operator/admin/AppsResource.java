package io.scaledapp.operator.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.Apps;
import io.scaledapp.operator.app.UnknownAppException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/scaledapps}: the list (GET) and apply (POST), and below it {@code NAME} (GET,
 * DELETE), {@code NAME/replicas} and {@code NAME/history} (GET), {@code NAME/scale} (PUT), and
 * {@code NAME/reload} and {@code NAME/rollback} (POST).
 */
final class AppsResource implements Resource {

  static final String PATH = "/api/v1/scaledapps";

  /** What only changes what is wanted is done at once. */
  private static final Duration SHORT = Duration.ofSeconds(10);

  /** What waits for builds and replicas is bounded by their own time-outs, which are below this. */
  private static final Duration LONG = Duration.ofMinutes(30);

  private final Apps apps;
  private final ManifestCheck manifests;

  AppsResource(Apps apps, ManifestCheck manifests) {
    this.apps = apps;
    this.manifests = manifests;
  }

  @Override
  public Answer answer(HttpExchange request) throws IOException, InterruptedException {
    var path = request.getRequestURI().getRawPath();
    var method = request.getRequestMethod();
    if (path.equals(PATH)) {
      return collection(method, request);
    }
    if (!path.startsWith(PATH + "/")) {
      return Answer.problem(404, "Not Found", "nothing is here");
    }
    var rest = path.substring(PATH.length() + 1);
    var slash = rest.indexOf('/');
    var name = Requests.decode(slash < 0 ? rest : rest.substring(0, slash));
    return switch (slash < 0 ? "" : rest.substring(slash + 1)) {
      case "" -> one(method, name);
      case "replicas" -> method.equals("GET") ? listReplicas(name) : Answer.methodNotAllowed("GET");
      case "history" -> method.equals("GET") ? history(name) : Answer.methodNotAllowed("GET");
      case "scale" -> method.equals("PUT") ? scale(name, request) : Answer.methodNotAllowed("PUT");
      case "reload" -> method.equals("POST") ? reload(name) : Answer.methodNotAllowed("POST");
      case "rollback" ->
          method.equals("POST") ? rollback(name, request) : Answer.methodNotAllowed("POST");
      default -> Answer.problem(404, "Not Found", "nothing is here");
    };
  }

  private Answer collection(String method, HttpExchange request)
      throws IOException, InterruptedException {
    return switch (method) {
      case "GET" -> Answer.json(200, Json.list(apps.list()));
      case "POST" -> apply(request);
      default -> Answer.methodNotAllowed("GET, POST");
    };
  }

  private Answer one(String method, String name) throws InterruptedException {
    return switch (method) {
      case "GET" -> Answer.json(200, Json.of(find(name)));
      case "DELETE" -> {
        Replies.await(apps.delete(name), name, LONG);
        yield Answer.noContent();
      }
      default -> Answer.methodNotAllowed("GET, DELETE");
    };
  }

  private Answer listReplicas(String name) {
    try {
      return Answer.json(200, Json.replicas(apps.replicas(name)));
    } catch (UnknownAppException e) {
      throw new RequestException(404, "Not Found", String.valueOf(e.getMessage()));
    }
  }

  private Answer history(String name) {
    try {
      return Answer.json(200, Json.history(apps.history(name)));
    } catch (UnknownAppException e) {
      throw new RequestException(404, "Not Found", String.valueOf(e.getMessage()));
    }
  }

  private Answer apply(HttpExchange request) throws IOException, InterruptedException {
    try {
      var app = manifests.read(Requests.body(request));
      return Answer.json(
          200, Json.of(Replies.await(apps.apply(app), app.getMetadata().getName(), SHORT)));
    } catch (InvalidManifestException e) {
      return Answer.problem(400, "Invalid ScaledApp", String.valueOf(e.getMessage()));
    }
  }

  private Answer scale(String name, HttpExchange request) throws IOException, InterruptedException {
    var replicas = replicas(Requests.body(request));
    return Answer.json(200, Json.of(Replies.await(apps.scale(name, replicas), name, SHORT)));
  }

  /** A body such as {@code {"replicas": 3}}; null means automatic. */
  private static @Nullable Integer replicas(String body) {
    var replicas = json(body).get("replicas");
    if (replicas == null || !(replicas.isNull() || replicas.canConvertToExactIntegral())) {
      throw new RequestException(
          400, "Bad Request", "the body is {\"replicas\": N}, or null in place of N for automatic");
    }
    if (replicas.isNull()) {
      return null;
    }
    if (!replicas.canConvertToInt() || replicas.intValue() < 0) {
      throw new RequestException(400, "Bad Request", "replicas must be 0 or more");
    }
    return replicas.intValue();
  }

  private static JsonNode json(String body) {
    try {
      return Json.parse(body);
    } catch (JsonProcessingException e) {
      throw new RequestException(400, "Bad Request", "the body is not JSON");
    }
  }

  private Answer reload(String name) throws InterruptedException {
    Replies.await(apps.reload(name), name, LONG);
    return Answer.noContent();
  }

  private Answer rollback(String name, HttpExchange request)
      throws IOException, InterruptedException {
    var revision = revision(Requests.body(request));
    return Answer.json(
        200, Json.message(Replies.await(apps.rollback(name, revision), name, SHORT)));
  }

  /** A body such as {@code {"revision": 3}}; none at all means the revision before. */
  private static @Nullable Integer revision(String body) {
    if (body.isBlank()) {
      return null;
    }
    var revision = json(body).get("revision");
    if (revision == null || !revision.isIntegralNumber() || !revision.canConvertToInt()) {
      throw new RequestException(
          400, "Bad Request", "the body is {\"revision\": N}, or none for the revision before");
    }
    return revision.intValue();
  }

  private ScaledApp find(String name) {
    return apps.list().stream()
        .filter(app -> app.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new RequestException(404, "Not Found", "no app named " + name));
  }
}
