package io.scaledapp.operator.platform.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A JSON merge patch (RFC 7386) of an object as it was seen: one small request, where fabric8's own
 * {@code patch} reads the object first. It is refused with 409 when the object is another by now.
 */
public final class MergePatch {

  private static final int TIMEOUT_SECONDS = 10;

  private MergePatch() {}

  /**
   * Sends the patch. Any thread; returns at once.
   *
   * @param seen of a named API group, not of the core
   * @param change what is merged into it, less its metadata
   * @return the answer, whatever its status; or why there is none
   */
  public static CompletableFuture<HttpResponse<byte[]>> send(
      KubernetesClient client, HasMetadata seen, Map<String, ?> change) {
    var metadata = seen.getMetadata();
    var body = new HashMap<String, Object>(change);
    body.put(
        "metadata",
        Map.of("uid", metadata.getUid(), "resourceVersion", metadata.getResourceVersion()));
    var path =
        "apis/%s/namespaces/%s/%s/%s"
            .formatted(
                HasMetadata.getApiVersion(seen.getClass()),
                metadata.getNamespace(),
                seen.getPlural(),
                metadata.getName());
    return sent(client, request(client, path, client.getKubernetesSerialization().asJson(body)));
  }

  private static HttpRequest request(KubernetesClient client, String path, String patch) {
    return client
        .getHttpClient()
        .newHttpRequestBuilder()
        .uri("%s%s?fieldManager=%s".formatted(client.getMasterUrl(), path, Labels.MANAGER))
        .method("PATCH", "application/merge-patch+json", patch)
        .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .build();
  }

  /** A client that is closed throws. */
  private static CompletableFuture<HttpResponse<byte[]>> sent(
      KubernetesClient client, HttpRequest request) {
    try {
      return client.getHttpClient().sendAsync(request, byte[].class);
    } catch (RuntimeException closed) {
      return CompletableFuture.failedFuture(closed);
    }
  }
}
