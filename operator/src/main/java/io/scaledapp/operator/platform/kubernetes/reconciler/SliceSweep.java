package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Leads the slices of all apps to other balancers when those changed: thousands of small patches,
 * in which nothing but the endpoints is compared and sent. A reconcile of each app does the same at
 * three times the cost; it is asked for where a patch is not taken.
 */
final class SliceSweep {

  private static final int AT_ONCE = 32;
  private static final int TIMEOUT_SECONDS = 10;

  private final KubernetesClient client;
  private final Supplier<Stream<EndpointSlice>> seen;
  private final SliceEndpoints endpoints;
  private final BooleanSupplier mayWrite;
  private final Consumer<String> reconcile;
  private final Semaphore free = new Semaphore(AT_ONCE);
  private final AtomicInteger changes = new AtomicInteger();

  /**
   * Begins at rest.
   *
   * @param seen the slices as the cluster has them
   * @param mayWrite asked before each patch
   * @param reconcile asks for a reconcile of the app with an id
   */
  SliceSweep(
      KubernetesClient client,
      Supplier<Stream<EndpointSlice>> seen,
      SliceEndpoints endpoints,
      BooleanSupplier mayWrite,
      Consumer<String> reconcile) {
    this.client = client;
    this.seen = seen;
    this.endpoints = endpoints;
    this.mayWrite = mayWrite;
    this.reconcile = reconcile;
  }

  /** Other balancers than before are to be led to. Returns at once; any thread. */
  void balancersChanged() {
    if (changes.getAndIncrement() == 0) {
      Thread.ofVirtual().name("slices").start(this::sweepUntilAllIsSwept);
    }
  }

  private void sweepUntilAllIsSwept() {
    var known = 0;
    do {
      known = changes.get();
      seen.get().takeWhile(one -> mayWrite.getAsBoolean()).forEach(this::leadIfOwned);
    } while (!changes.compareAndSet(known, 0));
  }

  private void leadIfOwned(EndpointSlice slice) {
    ClusterNames.owner(slice).ifPresent(app -> lead(slice, app));
  }

  private void lead(EndpointSlice slice, String app) {
    var wanted = endpoints.of(app);
    if (wanted.equals(slice.getEndpoints())) {
      return;
    }
    free.acquireUninterruptibly();
    sent(patch(slice, wanted))
        .whenComplete(
            (answer, failure) -> {
              free.release();
              if (failure != null || !HttpResponse.isSuccessful(answer.code())) {
                reconcile.accept(app);
              }
            });
  }

  /** A client that is closed throws; that must not end the sweep, nor keep a place. */
  private CompletableFuture<HttpResponse<byte[]>> sent(HttpRequest request) {
    try {
      return client.getHttpClient().sendAsync(request, byte[].class);
    } catch (RuntimeException closed) {
      return CompletableFuture.failedFuture(closed);
    }
  }

  private HttpRequest patch(EndpointSlice slice, List<Endpoint> wanted) {
    var metadata = slice.getMetadata();
    var precondition =
        Map.of("uid", metadata.getUid(), "resourceVersion", metadata.getResourceVersion());
    var body = Map.of("metadata", precondition, "endpoints", wanted);
    return client
        .getHttpClient()
        .newHttpRequestBuilder()
        .uri(
            "%sapis/discovery.k8s.io/v1/namespaces/%s/endpointslices/%s?fieldManager=%s"
                .formatted(
                    client.getMasterUrl(),
                    metadata.getNamespace(),
                    metadata.getName(),
                    ClusterNames.FIELD_MANAGER))
        .method(
            "PATCH",
            "application/merge-patch+json",
            client.getKubernetesSerialization().asJson(body))
        .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .build();
  }
}
