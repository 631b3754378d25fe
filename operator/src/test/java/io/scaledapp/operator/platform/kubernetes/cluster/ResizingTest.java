package io.scaledapp.operator.platform.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scaledapp.operator.platform.kubernetes.RecordingApiServer;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterWriter.RefusedException;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How it is found out whether pods can be resized, and what is sent when one is. */
class ResizingTest {

  private RecordingApiServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RecordingApiServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void lower() {
    new FabricWriter(server.client()).requestCpu("shop", "web-r1-abcde", "web", "250m");
  }

  @Test
  void aClusterSaysWhetherPodsCanBeResized() {
    server.answer(200, "{\"resources\": [{\"name\": \"pods\"}, {\"name\": \"pods/resize\"}]}");
    assertThat(Resizing.isPossible(server.client())).isTrue();
    assertThat(server.requests.getFirst().path()).isEqualTo("/api/v1");
    server.answer(200, "{\"resources\": [{\"name\": \"pods\"}, {\"name\": \"pods/status\"}]}");
    assertThat(Resizing.isPossible(server.client())).isFalse();
  }

  @Test
  void aClusterThatDoesNotSayIsTakenForOneThatCannot() {
    server.answer(403, "{\"kind\": \"Status\", \"code\": 403, \"message\": \"not yours\"}");
    assertThat(Resizing.isPossible(server.client())).isFalse();
  }

  @Test
  void oneContainersRequestIsPatchedByItsName() {
    server.answer(200, "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {}}");

    lower();

    assertThat(server.requests).hasSize(1);
    var request = server.requests.getFirst();
    assertThat(request.method()).isEqualTo("PATCH");
    assertThat(request.path())
        .isEqualTo("/api/v1/namespaces/shop/pods/web-r1-abcde/resize?fieldManager=scaledapp");
    assertThat(request.media()).startsWith("application/strategic-merge-patch+json");
    assertThat(request.body())
        .contains("\"name\":\"web\"")
        .contains("\"resources\":{\"requests\":{\"cpu\":\"250m\"}}");
  }

  @Test
  void podThatIsGoneNeedsNothing() {
    server.answer(404, "{\"kind\": \"Status\", \"code\": 404, \"message\": \"not found\"}");
    assertThatCode(this::lower).doesNotThrowAnyException();
  }

  @Test
  void whatIsForbiddenIsTold() {
    server.answer(403, "{\"kind\": \"Status\", \"code\": 403, \"message\": \"not yours\"}");
    assertThatThrownBy(this::lower).isInstanceOf(RefusedException.class).hasMessage("not yours");
  }
}
