package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.scaledapp.operator.platform.kubernetes.cluster.MergePatch;
import java.util.Map;
import java.util.concurrent.Semaphore;
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
    MergePatch.send(client, slice, Map.of("endpoints", wanted))
        .whenComplete(
            (answer, failure) -> {
              free.release();
              if (failure != null || !HttpResponse.isSuccessful(answer.code())) {
                reconcile.accept(app);
              }
            });
  }
}
