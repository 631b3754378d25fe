package io.scaledapp.operator.control.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Objects with versions over HTTP: as much of an API server as get and update need. */
final class FakeApiServer implements AutoCloseable {
  static final String NAMESPACE = "scaledapp";
  static final String SECRET = "scaledapp-control-tls";
  static final String CONFIG_MAP = "scaledapp-control-ca";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, ObjectNode> objects = new ConcurrentHashMap<>();
  private final HttpServer server;
  private volatile boolean down;

  /** What happens just before and just after the next write, once. */
  private final List<Runnable> beforeWrite = new CopyOnWriteArrayList<>();

  private final List<Runnable> afterWrite = new CopyOnWriteArrayList<>();

  /** Paths in the order in which they were written. */
  final List<String> writes = new CopyOnWriteArrayList<>();

  FakeApiServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    // One request can wait for another.
    server.setExecutor(Thread::startVirtualThread);
    server.start();
    add("secrets", "Secret", SECRET);
    add("configmaps", "ConfigMap", CONFIG_MAP);
  }

  KubernetesClient client() {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder()
                .withAutoConfigure(false)
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .withRequestRetryBackoffLimit(0)
                .build())
        .build();
  }

  void setDown(boolean down) {
    this.down = down;
  }

  void beforeNextWrite(Runnable action) {
    beforeWrite.add(action);
  }

  void afterNextWrite(Runnable action) {
    afterWrite.add(action);
  }

  void remove(String name) {
    objects.keySet().removeIf(path -> path.endsWith("/" + name));
  }

  private void add(String plural, String kind, String name) {
    var object = JSON.createObjectNode().put("apiVersion", "v1").put("kind", kind);
    object
        .putObject("metadata")
        .put("namespace", NAMESPACE)
        .put("name", name)
        .put("resourceVersion", "1");
    objects.put("/api/v1/namespaces/%s/%s/%s".formatted(NAMESPACE, plural, name), object);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      var object = objects.get(path);
      var body = exchange.getRequestBody().readAllBytes();
      if (down) {
        answer(exchange, 503, status(503));
      } else if (object == null) {
        answer(exchange, 404, status(404));
      } else if (exchange.getRequestMethod().equals("PUT")) {
        write(exchange, path, (ObjectNode) JSON.readTree(body));
      } else {
        answer(exchange, 200, object);
      }
    }
  }

  private void write(HttpExchange exchange, String path, ObjectNode object) throws IOException {
    run(beforeWrite);
    var version = version(objects.getOrDefault(path, object));
    if (!version.equals(version(object))) {
      answer(exchange, 409, status(409));
      return;
    }
    ((ObjectNode) object.get("metadata"))
        .put("resourceVersion", String.valueOf(Integer.parseInt(version) + 1));
    objects.put(path, object);
    writes.add(path.substring(path.lastIndexOf('/') + 1));
    run(afterWrite);
    answer(exchange, 200, object);
  }

  private static void run(List<Runnable> actions) {
    var due = new ArrayList<>(actions);
    actions.clear();
    due.forEach(Runnable::run);
  }

  private static String version(ObjectNode object) {
    return object.at("/metadata/resourceVersion").asText();
  }

  private static ObjectNode status(int code) {
    return JSON.createObjectNode()
        .put("apiVersion", "v1")
        .put("kind", "Status")
        .put("status", "Failure")
        .put("message", "answer " + code)
        .put("code", code);
  }

  private static void answer(HttpExchange exchange, int code, ObjectNode body) throws IOException {
    var bytes = body.toString().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
