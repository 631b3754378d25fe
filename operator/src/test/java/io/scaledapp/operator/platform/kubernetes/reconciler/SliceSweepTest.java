package io.scaledapp.operator.platform.kubernetes.reconciler;

import static io.scaledapp.operator.platform.kubernetes.reconciler.ClusterApps.slice;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.scaledapp.operator.platform.local.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent to an API server when balancers change. */
class SliceSweepTest {

  private record Patch(String path, String media, String body) {}

  private final List<Patch> patches = new CopyOnWriteArrayList<>();
  private final List<String> reconciled = new CopyOnWriteArrayList<>();
  private final Balancers balancers = new Balancers();
  private volatile int answer = 200;
  private volatile boolean leads = true;
  private volatile Runnable duringPatch = () -> {};
  private HttpServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::take);
    server.start();
    var url = "http://127.0.0.1:" + server.getAddress().getPort();
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(url)
            .withRequestRetryBackoffLimit(0)
            .build();
    client = new KubernetesClientBuilder().withConfig(config).build();
    ready("10.0.0.1");
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var media = exchange.getRequestHeaders().getFirst("Content-Type");
      patches.add(new Patch(exchange.getRequestURI().toString(), media, body));
      duringPatch.run();
      exchange.sendResponseHeaders(answer, -1);
    }
  }

  @Test
  void onlySlicesThatLeadElsewhereArePatched() {
    sweep(slice("a", "10.0.0.9"), slice("b", "10.0.0.1"), slice("c", "10.0.0.9"))
        .balancersChanged();

    Await.until(patches::size, sent -> sent == 2);
    patches.sort(Comparator.comparing(Patch::path));
    assertThat(patches.getFirst().path())
        .isEqualTo(
            "/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices/a-scaledapp"
                + "?fieldManager=scaledapp");
    assertThat(patches.getFirst().media()).startsWith("application/merge-patch+json");
    assertThat(patches.getFirst().body())
        .contains("\"uid\":\"uid-a\"")
        .contains("\"resourceVersion\":\"7\"")
        .contains("\"addresses\":[\"10.0.0.1\"]");
    assertThat(patches.getLast().path()).contains("/c-scaledapp?");
    assertThat(reconciled).isEmpty();
  }

  @Test
  void sliceThatWasGivenAwayIsLeftAlone() {
    var givenAway = slice("a", "10.0.0.9");
    givenAway.getMetadata().setOwnerReferences(List.of());

    sweep(givenAway, slice("b", "10.0.0.9")).balancersChanged();

    Await.until(patches::size, sent -> sent > 0);
    assertThat(patches)
        .singleElement()
        .extracting(Patch::path)
        .asString()
        .contains("/b-scaledapp?");
  }

  @Test
  void closedClientEndsNoSweep() {
    var sweep = sweep(slice("a", "10.0.0.9"), slice("b", "10.0.0.9"));
    client.close();

    sweep.balancersChanged();

    Await.until(reconciled::size, asked -> asked == 2);
  }

  @Test
  void noBalancerIsSaidAsNone() {
    balancers.onPods(List.of());

    sweep(slice("a", "10.0.0.9")).balancersChanged();

    Await.until(patches::size, sent -> sent == 1);
    assertThat(patches.getFirst().body()).contains("\"endpoints\":[]");
  }

  @Test
  void refusedPatchAsksForAReconcile() {
    answer = 409;

    sweep(slice("a", "10.0.0.9")).balancersChanged();

    Await.until(reconciled::size, asked -> asked == 1);
    assertThat(reconciled).containsExactly("shop/a");
  }

  @Test
  void unansweredPatchAsksForAReconcile() {
    server.stop(0);

    sweep(slice("a", "10.0.0.9")).balancersChanged();

    Await.until(reconciled::size, asked -> asked == 1);
    assertThat(reconciled).containsExactly("shop/a");
  }

  @Test
  void nothingIsWrittenOnceAnotherLeads() throws InterruptedException {
    duringPatch = () -> leads = false;
    var many = IntStream.range(0, 500).mapToObj(one -> slice("a" + one, "10.0.0.9"));

    sweep(many.toArray(EndpointSlice[]::new)).balancersChanged();

    Await.until(patches::size, sent -> sent > 0);
    Thread.sleep(300);
    assertThat(patches).as("those that were on their way").hasSizeLessThan(100);
  }

  @Test
  void changeDuringASweepIsSweptAfterIt() {
    var sweep = sweep(slice("a", "10.0.0.9"));
    duringPatch =
        () -> {
          duringPatch = () -> {};
          ready("10.0.0.2");
          sweep.balancersChanged();
        };

    sweep.balancersChanged();

    Await.until(patches::size, sent -> sent == 2);
    assertThat(patches.getLast().body()).contains("\"addresses\":[\"10.0.0.2\"]");
  }

  private void ready(String address) {
    balancers.onPods(List.of(new BalancerPod("b", address, "node", true, false)));
  }

  private SliceSweep sweep(EndpointSlice... slices) {
    return new SliceSweep(
        client,
        () -> List.of(slices).stream(),
        new SliceEndpoints(balancers),
        () -> leads,
        reconciled::add);
  }
}
