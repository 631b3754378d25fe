package io.scaledapp.operator.platform.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scaledapp.operator.platform.kubernetes.RecordingApiServer;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterWriter.RefusedException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent to an API server when a pod is marked, and what its answers come to. */
class AnnotateTest {

  private RecordingApiServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RecordingApiServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void annotate(Map<String, @Nullable String> annotations) {
    new FabricWriter(server.client()).annotate("shop", "web-r1-abcde", annotations);
  }

  @Test
  void oneRequestSetsAndTakesAway() {
    server.answer(200, "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {}}");
    var annotations = new HashMap<String, @Nullable String>();
    annotations.put("set", "-1");
    annotations.put("gone", null);

    annotate(annotations);

    assertThat(server.requests).hasSize(1);
    var request = server.requests.getFirst();
    assertThat(request.method()).isEqualTo("PATCH");
    assertThat(request.path())
        .isEqualTo("/api/v1/namespaces/shop/pods/web-r1-abcde?fieldManager=scaledapp");
    assertThat(request.media()).startsWith("application/merge-patch+json");
    assertThat(request.body())
        .startsWith("{\"metadata\":{\"annotations\":{")
        .contains("\"set\":\"-1\"", "\"gone\":null");
  }

  @Test
  void podThatIsGoneNeedsNoMark() {
    server.answer(404, "{\"kind\": \"Status\", \"code\": 404, \"message\": \"not found\"}");
    assertThatCode(() -> annotate(Map.of("set", "-1"))).doesNotThrowAnyException();
  }

  @Test
  void whatIsForbiddenIsTold() {
    server.answer(403, "{\"kind\": \"Status\", \"code\": 403, \"message\": \"not yours\"}");
    assertThatThrownBy(() -> annotate(Map.of("set", "-1")))
        .isInstanceOf(RefusedException.class)
        .hasMessage("not yours");
  }
}
