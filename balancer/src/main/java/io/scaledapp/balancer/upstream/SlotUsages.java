package io.scaledapp.balancer.upstream;

import io.scaledapp.balancer.control.SlotUsage.AppUsage;
import io.scaledapp.balancer.control.SlotUsage.EndpointUsage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is told of an app's slots. */
final class SlotUsages {

  private SlotUsages() {}

  /**
   * The usage of an app that there is or was.
   *
   * @param endpoints those that may be in use
   * @param granted slots of each endpoint by its id
   */
  static AppUsage of(
      String app, int waiting, List<UpstreamEndpoint> endpoints, Map<String, Integer> granted) {
    var usages = new TreeMap<String, EndpointUsage>();
    granted.forEach((id, slots) -> usages.put(id, new EndpointUsage(id, slots, 0)));
    for (UpstreamEndpoint endpoint : endpoints) {
      int used = endpoint.concurrency();
      if (used > 0) {
        var id = endpoint.id();
        usages.put(id, new EndpointUsage(id, granted.getOrDefault(id, 0), used));
      }
    }
    return new AppUsage(app, waiting, List.copyOf(usages.values()));
  }
}
