package io.scaledapp.operator.platform.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Keeps what an API server is asked, and answers each request alike. */
public final class RecordingApiServer implements AutoCloseable {

  /** One request, with the path and the query as they came. */
  public record Request(String method, String path, String media, String body) {}

  public final List<Request> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final KubernetesClient client;
  private volatile int code = 200;
  private volatile String body = "";
  private volatile Runnable duringRequest = () -> {};

  public RecordingApiServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::take);
    server.start();
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
            .withRequestRetryBackoffLimit(0)
            .build();
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  /** One client, closed with the server. */
  public KubernetesClient client() {
    return client;
  }

  /** What each request is answered from here on; 200 and nothing before. */
  public void answer(int code, String body) {
    this.code = code;
    this.body = body;
  }

  /** What happens before each answer from here on. */
  public void duringRequest(Runnable action) {
    duringRequest = action;
  }

  /** Answers nothing more. */
  public void stop() {
    server.stop(0);
  }

  @Override
  public void close() {
    client.close();
    stop();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
              new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
      duringRequest.run();
      var content = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(code, content.length == 0 ? -1 : content.length);
      exchange.getResponseBody().write(content);
    }
  }
}
