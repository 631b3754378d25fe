package io.scaledapp.operator.platform.kubernetes.reconciler;

import static io.scaledapp.operator.platform.kubernetes.reconciler.ClusterApps.slice;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.scaledapp.operator.platform.kubernetes.RecordingApiServer;
import io.scaledapp.operator.platform.kubernetes.RecordingApiServer.Request;
import io.scaledapp.operator.platform.local.Await;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent to an API server when balancers change. */
class SliceSweepTest {

  private final List<String> reconciled = new CopyOnWriteArrayList<>();
  private final Balancers balancers = new Balancers();
  private volatile boolean leads = true;
  private RecordingApiServer server;
  private List<Request> patches;

  @BeforeEach
  void start() throws IOException {
    server = new RecordingApiServer();
    patches = server.requests;
    ready("10.0.0.1");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void onlySlicesThatLeadElsewhereArePatched() {
    sweep(slice("a", "10.0.0.9"), slice("b", "10.0.0.1"), slice("c", "10.0.0.9"))
        .balancersChanged();

    Await.until(patches::size, sent -> sent == 2);
    patches.sort(Comparator.comparing(Request::path));
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
        .extracting(Request::path)
        .asString()
        .contains("/b-scaledapp?");
  }

  @Test
  void closedClientEndsNoSweep() {
    var sweep = sweep(slice("a", "10.0.0.9"), slice("b", "10.0.0.9"));
    server.client().close();

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
    server.answer(409, "");

    sweep(slice("a", "10.0.0.9")).balancersChanged();

    Await.until(reconciled::size, asked -> asked == 1);
    assertThat(reconciled).containsExactly("shop/a");
  }

  @Test
  void unansweredPatchAsksForAReconcile() {
    server.stop();

    sweep(slice("a", "10.0.0.9")).balancersChanged();

    Await.until(reconciled::size, asked -> asked == 1);
    assertThat(reconciled).containsExactly("shop/a");
  }

  @Test
  void nothingIsWrittenOnceAnotherLeads() throws InterruptedException {
    server.duringRequest(() -> leads = false);
    var many = IntStream.range(0, 500).mapToObj(one -> slice("a" + one, "10.0.0.9"));

    sweep(many.toArray(EndpointSlice[]::new)).balancersChanged();

    Await.until(patches::size, sent -> sent > 0);
    Thread.sleep(300);
    assertThat(patches).as("those that were on their way").hasSizeLessThan(100);
  }

  @Test
  void changeDuringASweepIsSweptAfterIt() {
    var sweep = sweep(slice("a", "10.0.0.9"));
    server.duringRequest(
        () -> {
          server.duringRequest(() -> {});
          ready("10.0.0.2");
          sweep.balancersChanged();
        });

    sweep.balancersChanged();

    Await.until(patches::size, sent -> sent == 2);
    assertThat(patches.getLast().body()).contains("\"addresses\":[\"10.0.0.2\"]");
  }

  private void ready(String address) {
    balancers.onPods(List.of(new BalancerPod("b", address, "node", true, false)));
  }

  private SliceSweep sweep(EndpointSlice... slices) {
    return new SliceSweep(
        server.client(),
        () -> List.of(slices).stream(),
        new SliceEndpoints(balancers),
        () -> leads,
        reconciled::add);
  }
}
