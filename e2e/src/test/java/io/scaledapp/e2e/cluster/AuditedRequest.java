package io.scaledapp.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.scaledapp.e2e.Await;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A request to the API server, as its audit log has it (audit.k8s.io/v1, Event).
 *
 * @param at when it came
 * @param right what somebody needs to be let through with it
 * @param status of the answer
 * @param allowed whether the authorizer let it through; admission may have refused it after that
 * @param uri with its parameters, for people
 */
public record AuditedRequest(Instant at, Right right, int status, boolean allowed, String uri) {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int CREATED = 201;

  /** The requests of a ServiceAccount since then, oldest first. */
  static List<AuditedRequest> of(
      String log, String namespace, String serviceAccount, Instant since) {
    var user = "system:serviceaccount:%s:%s".formatted(namespace, serviceAccount);
    return log.lines()
        .map(line -> Await.unchecked(() -> MAPPER.readTree(line)))
        .filter(event -> event.at("/user/username").asText().equals(user))
        .filter(event -> event.has("objectRef"))
        .map(AuditedRequest::of)
        .filter(request -> !request.at().isBefore(since))
        .toList();
  }

  private static AuditedRequest of(JsonNode event) {
    var object = event.path("objectRef");
    var resource = object.path("resource").asText();
    var subresource = object.path("subresource").asText();
    return new AuditedRequest(
        Instant.parse(event.path("requestReceivedTimestamp").asText()),
        new Right(
            event.path("verb").asText(),
            object.path("apiGroup").asText(),
            subresource.isEmpty() ? resource : resource + "/" + subresource),
        event.at("/responseStatus/code").asInt(),
        event.path("annotations").path("authorization.k8s.io/decision").asText().equals("allow"),
        event.path("requestURI").asText());
  }

  /** What these requests could not have been answered without. */
  public static SortedSet<Right> rights(List<AuditedRequest> requests) {
    return requests.stream()
        .flatMap(request -> request.needs().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<Right> needs() {
    // A server-side apply of what is not there yet has to be allowed to create it, too.
    var creates = right.verb().equals("patch") && status == CREATED;
    return creates ? Set.of(right, right.withVerb("create")) : Set.of(right);
  }
}
