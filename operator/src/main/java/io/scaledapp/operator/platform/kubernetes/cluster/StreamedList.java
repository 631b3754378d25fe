package io.scaledapp.operator.platform.kubernetes.cluster;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lists objects in one request and holds one of them at a time. The API server answers a whole list
 * from its cache, and reads each page of one from etcd: of thousands of objects, that takes four
 * times as long. fabric8 lists hold all of the answer at once, as text and as objects.
 */
public final class StreamedList {

  private static final int TIMEOUT_SECONDS = 60;
  private static final JsonFactory JSON = JsonMapper.builder().build().getFactory();

  private StreamedList() {}

  /**
   * Tells of each object of a kind, on this thread, as the API server has them by now. Blocks.
   *
   * @param namespace whose objects; null for all
   * @throws KubernetesClientException if the API server does not answer so, or not to the end
   */
  public static <T extends HasMetadata> void each(
      KubernetesClient client, Class<T> type, @Nullable String namespace, Consumer<T> told) {
    var path = ResourcePath.of(type, namespace);
    var response = send(client, path);
    try (var body = response.body();
        var parser = JSON.createParser(body)) {
      if (!response.isSuccessful()) {
        throw new KubernetesClientException(
            "cannot list /%s: %d %s".formatted(path, response.code(), response.message()),
            response.code(),
            null);
      }
      var json = client.getKubernetesSerialization();
      eachItem(parser, item -> told.accept(json.convertValue(item.readValueAsTree(), type)));
    } catch (IOException brokenOff) {
      throw new KubernetesClientException("the list of /" + path + " broke off", brokenOff);
    }
  }

  private static HttpResponse<InputStream> send(KubernetesClient client, String path) {
    var request =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(client.getMasterUrl() + path)
            .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .build();
    try {
      return client.getHttpClient().sendAsync(request, InputStream.class).join();
    } catch (CompletionException failure) {
      throw new KubernetesClientException("cannot list /" + path, failure.getCause());
    }
  }

  /** What is done with the parser on the first token of an item leaves it on the last one. */
  @FunctionalInterface
  private interface Item {
    void read(JsonParser parser) throws IOException;
  }

  private static void eachItem(JsonParser parser, Item item) throws IOException {
    parser.nextToken();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var isItems = parser.currentName().equals("items");
      if (parser.nextToken() == JsonToken.START_ARRAY && isItems) {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
          item.read(parser);
        }
      } else {
        parser.skipChildren();
      }
    }
    if (parser.currentToken() != JsonToken.END_OBJECT) {
      throw new IOException("it ends before its end");
    }
  }
}
