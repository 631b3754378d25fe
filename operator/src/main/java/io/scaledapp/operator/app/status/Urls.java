package io.scaledapp.operator.app.status;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.operator.app.model.AppModel;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where an app answers, for people. */
public final class Urls {

  private Urls() {}

  /**
   * The app's first host and path prefix on a listener; of an app that speaks TCP, its port.
   *
   * @param listener such as {@code http://127.0.0.1:8080}, whose host serves apps that name none;
   *     null for the app's name in the cluster
   */
  public static String of(AppModel model, @Nullable URI listener) {
    var own = model.name() + "." + model.namespace();
    if (model.route().protocol() == AppRoute.Protocol.TCP) {
      return tcp(model, own, listener);
    }
    return listener == null || model.route().hosts().contains(own)
        ? "http://" + own + "/"
        : of(model.route(), listener);
  }

  private static String tcp(AppModel model, String own, @Nullable URI listener) {
    var spec = model.source().getSpec();
    return spec.local() == null || listener == null
        ? "tcp://" + own + ":" + spec.port()
        : "tcp://" + listener.getHost() + ":" + spec.local().port();
  }

  private static String of(AppRoute route, URI listener) {
    var host = route.hosts().isEmpty() ? listener.getHost() : route.hosts().getFirst();
    var path = route.pathPrefixes().isEmpty() ? "/" : route.pathPrefixes().getFirst();
    var port = listener.getPort() < 0 ? "" : ":" + listener.getPort();
    return listener.getScheme() + "://" + host + port + path;
  }
}
