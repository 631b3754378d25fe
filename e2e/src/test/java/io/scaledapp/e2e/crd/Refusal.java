package io.scaledapp.e2e.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.scaledapp.e2e.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Why the API server refuses a ScaledApp.
 *
 * @param told what it says, one line for each field where it names fields: {@code FIELD: MESSAGE}
 */
record Refusal(String told) {

  private static final String PATH = "/apis/scaledapp.io/v1alpha1/namespaces/default/scaledapps";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /**
   * Creates nothing. The document goes as it is, since kubectl's own reading hides some mistakes
   * from the API server.
   *
   * @return empty when the API server would take it
   */
  static Optional<Refusal> of(KubernetesClient client, String document) {
    return post(client, document, "Strict")
        .map(strict -> strict.and(post(client, document, "Ignore")));
  }

  /** An unknown field ends the strict reading, so that only the other one tells of the values. */
  private Refusal and(Optional<Refusal> lenient) {
    return lenient.map(other -> new Refusal(told + "\n" + other.told)).orElse(this);
  }

  private static Optional<Refusal> post(KubernetesClient client, String document, String fields) {
    var http = client.getHttpClient();
    var request =
        http.newHttpRequestBuilder()
            .uri(
                client.getMasterUrl().toString().replaceAll("/$", "")
                    + PATH
                    + "?dryRun=All&fieldValidation="
                    + fields)
            .post("application/yaml", document.getBytes(StandardCharsets.UTF_8))
            .build();
    return Await.unchecked(
        () -> {
          var answer =
              http.sendAsync(request, byte[].class).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
          return answer.isSuccessful()
              ? Optional.empty()
              : Optional.of(new Refusal(told(new ObjectMapper().readTree(answer.body()))));
        });
  }

  /** The message has all causes in one line, in which one field's could pass for another's. */
  private static String told(JsonNode status) {
    var causes =
        StreamSupport.stream(status.at("/details/causes").spliterator(), false)
            .map(cause -> cause.path("field").asText() + ": " + cause.path("message").asText())
            .collect(Collectors.joining("\n"));
    return causes.isEmpty() ? status.path("message").asText() : causes;
  }
}
