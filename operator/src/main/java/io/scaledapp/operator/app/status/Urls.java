package io.scaledapp.operator.app.status;

import io.scaledapp.balancer.control.AppRoute;
import java.net.URI;

/** Where an app answers, for people. */
public final class Urls {

  private Urls() {}

  /**
   * The app's first host and path prefix on a listener.
   *
   * @param listener such as {@code http://127.0.0.1:8080}; its host serves apps that name none
   */
  public static String of(AppRoute route, URI listener) {
    var host = route.hosts().isEmpty() ? listener.getHost() : route.hosts().getFirst();
    var path = route.pathPrefixes().isEmpty() ? "/" : route.pathPrefixes().getFirst();
    var port = listener.getPort() < 0 ? "" : ":" + listener.getPort();
    return listener.getScheme() + "://" + host + port + path;
  }
}
