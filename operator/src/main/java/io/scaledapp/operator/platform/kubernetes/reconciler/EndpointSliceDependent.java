package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.model.AppModel;
import io.scaledapp.operator.platform.kubernetes.cluster.Pruning;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Leads the app's Service to the balancers, on the port that is the app's alone. */
final class EndpointSliceDependent extends AppDependent<EndpointSlice> {

  private final AppPorts ports;
  private final SliceEndpoints endpoints;

  EndpointSliceDependent(AppPorts ports, SliceEndpoints endpoints, boolean clusterWide) {
    super(EndpointSlice.class, clusterWide, Pruning::endpointSlice);
    this.ports = ports;
    this.endpoints = endpoints;
  }

  @Override
  String name(ScaledApp app) {
    return ClusterNames.name(app) + "-scaledapp";
  }

  /** That it leads to other balancers, as it should, is not. */
  @Override
  boolean isNews(EndpointSlice now, EndpointSlice before) {
    return !now.getPorts().equals(before.getPorts())
        || !Objects.equals(now.getMetadata().getLabels(), before.getMetadata().getLabels())
        || !now.getMetadata().getOwnerReferences().equals(before.getMetadata().getOwnerReferences())
        || ClusterNames.owner(now)
            .map(endpoints::of)
            .filter(wanted -> wanted.equals(now.getEndpoints()))
            .isEmpty();
  }

  @Override
  boolean isCovered(EndpointSlice wanted, EndpointSlice there) {
    return wanted.getAddressType().equals(there.getAddressType())
        && wanted.getPorts().equals(there.getPorts())
        && wanted.getEndpoints().equals(there.getEndpoints());
  }

  @Override
  protected EndpointSlice desired(ScaledApp app, Context<ScaledApp> context) {
    return desired(app, name(app), ports.of(app), endpoints.of(AppModel.id(app)));
  }

  /** Whether any app's slice leads new connections to the address, as far as is known. */
  boolean leadsTo(String address) {
    return eventSource()
        .map(seen -> seen.list(one -> leadsTo(one, address)).findAny().isPresent())
        .orElse(true);
  }

  /** All slices, as the cluster has them; none before the first reconcile. */
  Stream<EndpointSlice> seen() {
    return eventSource().stream().flatMap(seen -> seen.list(one -> true));
  }

  /** Whether a slice, as the cluster has it, leads new connections to the address. */
  private static boolean leadsTo(EndpointSlice slice, String address) {
    // The API server writes null for none.
    return Stream.ofNullable(slice.getEndpoints())
        .flatMap(List::stream)
        .anyMatch(
            one ->
                one.getAddresses().contains(address)
                    && !Boolean.FALSE.equals(one.getConditions().getReady()));
  }

  private static EndpointSlice desired(
      ScaledApp app, String name, int port, List<Endpoint> endpoints) {
    var metadata = ClusterNames.metadata(app, name);
    return new EndpointSliceBuilder()
        .withMetadata(
            metadata.toBuilder()
                .addToLabels("kubernetes.io/service-name", ClusterNames.name(app))
                .addToLabels("endpointslice.kubernetes.io/managed-by", "scaledapp.io")
                .build())
        .withAddressType(
            endpoints.stream().anyMatch(one -> one.getAddresses().getFirst().contains(":"))
                ? "IPv6"
                : "IPv4")
        .addNewPort()
        .withName(ServiceDependent.portName(app))
        .withProtocol("TCP")
        .withPort(port)
        .endPort()
        .withEndpoints(endpoints)
        .build();
  }
}
