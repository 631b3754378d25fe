package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.scaledapp.crds.v1alpha1.Protocol;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.platform.kubernetes.cluster.Pruning;

/**
 * The app's name in the cluster: {@code http://NAME} from any pod of its namespace, or {@code
 * NAME:PORT} with the app's own port where it speaks TCP. It has no selector, since its slice names
 * the balancers, which are in another namespace.
 */
final class ServiceDependent extends AppDependent<Service> {

  private static final int HTTP = 80;

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

  /** Ties the Service's port to the slice's; meshes take it for what is spoken there. */
  static String portName(ScaledApp app) {
    return isTcp(app) ? "tcp" : "http";
  }

  private static int port(ScaledApp app) {
    var port = app.getSpec().port();
    return isTcp(app) && port != null ? port : HTTP;
  }

  private static boolean isTcp(ScaledApp app) {
    var routing = app.getSpec().routing();
    return routing != null && routing.protocol() == Protocol.TCP;
  }

  static Service desired(ScaledApp app) {
    return new ServiceBuilder()
        .withMetadata(ClusterNames.metadata(app, ClusterNames.name(app)))
        .withNewSpec()
        .withType("ClusterIP")
        .addNewPort()
        .withName(portName(app))
        .withProtocol("TCP")
        .withPort(port(app))
        .withTargetPort(new IntOrString(portName(app)))
        .endPort()
        .endSpec()
        .build();
  }
}
