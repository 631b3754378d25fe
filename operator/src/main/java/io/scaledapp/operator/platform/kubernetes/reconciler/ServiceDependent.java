package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.platform.kubernetes.cluster.Pruning;

/**
 * The app's name in the cluster: {@code http://NAME} from any pod of its namespace. It has no
 * selector, since its slice names the balancers, which are in another namespace.
 */
final class ServiceDependent extends AppDependent<Service> {

  /** Ties the Service's port to the slice's. */
  static final String PORT_NAME = "http";

  private static final int PORT = 80;

  ServiceDependent(boolean clusterWide) {
    super(Service.class, clusterWide, Pruning::service);
  }

  @Override
  String name(ScaledApp app) {
    return ClusterNames.name(app);
  }

  @Override
  boolean isCovered(Service wanted, Service there) {
    var spec = there.getSpec();
    return wanted.getSpec().getType().equals(spec.getType())
        && wanted.getSpec().getPorts().equals(spec.getPorts());
  }

  @Override
  protected Service desired(ScaledApp app, Context<ScaledApp> context) {
    return desired(app);
  }

  static Service desired(ScaledApp app) {
    return new ServiceBuilder()
        .withMetadata(ClusterNames.metadata(app, ClusterNames.name(app)))
        .withNewSpec()
        .withType("ClusterIP")
        .addNewPort()
        .withName(PORT_NAME)
        .withProtocol("TCP")
        .withPort(PORT)
        .withTargetPort(new IntOrString(PORT_NAME))
        .endPort()
        .endSpec()
        .build();
  }
}
