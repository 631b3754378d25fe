package io.scaledapp.balancer.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.RoutingTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the app that answers a request. A host that an app names is asked first, then a wildcard
 * host, then the apps that name no host; the first of these that exists decides, so an app without
 * hosts never answers on a host that another app names. Among the apps of one host the longest path
 * prefix wins, by whole segments; on a clash the app that comes first in the table. An app without
 * path prefixes answers on every path. An app that speaks TCP answers no request.
 *
 * <p>Immutable: any thread may ask.
 */
public final class Router {
  private static final String ANY_HOST = "";

  private final RoutingTable table;
  private final HostTable hosts;
  private final PathTable[] pathsOfHost;
  private final PathTable pathsOfAnyHost;

  private Router(RoutingTable table, Map<String, Map<String, Integer>> appsByHost) {
    this.table = table;
    pathsOfAnyHost = new PathTable(appsByHost.getOrDefault(ANY_HOST, Map.of()));
    List<String> names = new ArrayList<>(appsByHost.keySet());
    names.remove(ANY_HOST);
    hosts = new HostTable(names);
    pathsOfHost = names.stream().map(appsByHost::get).map(PathTable::new).toArray(PathTable[]::new);
  }

  /** A router for the whole table. */
  public static Router of(RoutingTable table) {
    Map<String, Map<String, Integer>> appsByHost = new LinkedHashMap<>();
    for (int app = 0; app < table.apps().size(); app++) {
      AppRoute route = table.apps().get(app);
      if (route.protocol() == AppRoute.Protocol.TCP) {
        continue;
      }
      for (String host : route.hosts().isEmpty() ? List.of(ANY_HOST) : route.hosts()) {
        var apps = appsByHost.computeIfAbsent(HostTable.normalise(host), h -> new HashMap<>());
        for (String prefix : route.pathPrefixes().isEmpty() ? List.of("/") : route.pathPrefixes()) {
          apps.putIfAbsent(PathTable.normalise(prefix), app);
        }
      }
    }
    return new Router(table, appsByHost);
  }

  /**
   * The route of a request, or null if no app answers it.
   *
   * @param host the Host field's value, with or without port; may be empty
   * @param path the request target in origin form or {@code *}, with or without query
   */
  public @Nullable AppRoute route(String host, String path) {
    int hostEnd = host.getBytes(UTF_8).length;
    ByteBuf head = Unpooled.copiedBuffer(host + path, UTF_8);
    int app = match(head, 0, hostEnd, hostEnd, head.writerIndex());
    return app < 0 ? null : table.apps().get(app);
  }

  /**
   * The same over the bytes of a request head, by absolute indices, without allocation: the index
   * into the table's apps, or -1. Indices are not kept, nor is the buffer.
   */
  public int match(ByteBuf head, int hostStart, int hostEnd, int pathStart, int pathEnd) {
    int host = hosts.find(head, hostStart, hostEnd);
    PathTable paths = host < 0 ? pathsOfAnyHost : pathsOfHost[host];
    return paths.find(head, pathStart, pathEnd);
  }
}
