package io.scaledapp.operator.app.model;

import io.scaledapp.balancer.control.AppRoute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which apps do not get a host and path that they name, since another one has it. */
public final class RouteClashes {

  private record Place(String host, String pathPrefix) {}

  private RouteClashes() {}

  /**
   * What each app that lost a place is to say of it, by its id.
   *
   * @param routes in the order in which clashes are decided: the first keeps the place
   */
  public static Map<String, String> of(List<AppRoute> routes) {
    var holders = new HashMap<Place, String>();
    var lost = new HashMap<String, List<String>>();
    for (var route : routes) {
      if (route.protocol() == AppRoute.Protocol.TCP) {
        continue;
      }
      for (var host : route.hosts()) {
        for (var prefix : route.pathPrefixes()) {
          var holder = holders.putIfAbsent(new Place(host, prefix), route.app());
          if (holder != null && !holder.equals(route.app())) {
            lost.computeIfAbsent(route.app(), app -> new ArrayList<>())
                .add("%s is taken by %s, which is older".formatted(host + prefix, holder));
          }
        }
      }
    }
    var words = new HashMap<String, String>();
    lost.forEach((app, places) -> words.put(app, String.join("; ", places)));
    return words;
  }
}
