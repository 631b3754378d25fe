package io.scaledapp.operator.platform.kubernetes.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A JSON merge patch (RFC 7386): one small request, where fabric8's own {@code patch} reads the
 * object first.
 */
public final class MergePatch {

  private static final int TIMEOUT_SECONDS = 10;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private MergePatch() {}

  /**
   * Patches an object as it was seen; refused with 409 when it is another by now. Any thread;
   * returns at once.
   *
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
    var path = path(seen.getClass(), metadata.getNamespace(), metadata.getName());
    return sent(client, request(client, path, client.getKubernetesSerialization().asJson(body)));
  }

  /**
   * Sets annotations, or takes away those that are null, whatever the object is by now. Any thread;
   * returns at once.
   *
   * @return the answer, whatever its status; or why there is none
   */
  public static CompletableFuture<HttpResponse<byte[]>> annotate(
      KubernetesClient client,
      Class<? extends HasMetadata> type,
      String namespace,
      String name,
      Map<String, @Nullable String> annotations) {
    return sent(client, request(client, path(type, namespace, name), json(annotations)));
  }

  /**
   * Changes a subresource of a pod by a strategic merge patch, whatever the pod is by now. Any
   * thread; returns at once.
   *
   * @return the answer, whatever its status; or why there is none
   */
  static CompletableFuture<HttpResponse<byte[]>> pod(
      KubernetesClient client,
      String namespace,
      String name,
      String subresource,
      Map<String, ?> change) {
    var path = path(Pod.class, namespace, name) + subresource;
    var patch = client.getKubernetesSerialization().asJson(change);
    return sent(client, request(client, path, "application/strategic-merge-patch+json", patch));
  }

  /** Kubernetes' own serialization leaves out what is null, which is to be taken away. */
  private static String json(Map<String, @Nullable String> annotations) {
    try {
      return MAPPER.writeValueAsString(Map.of("metadata", Map.of("annotations", annotations)));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("maps of strings can be written", impossible);
    }
  }

  private static String path(Class<? extends HasMetadata> type, String namespace, String name) {
    return ResourcePath.of(type, namespace) + "/" + name;
  }

  private static HttpRequest request(KubernetesClient client, String path, String patch) {
    return request(client, path, "application/merge-patch+json", patch);
  }

  private static HttpRequest request(
      KubernetesClient client, String path, String type, String patch) {
    return client
        .getHttpClient()
        .newHttpRequestBuilder()
        .uri("%s%s?fieldManager=%s".formatted(client.getMasterUrl(), path, Labels.MANAGER))
        .method("PATCH", type, patch)
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
