package io.scaledapp.balancer;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.PortFailure;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.socket.ListeningSockets;
import io.scaledapp.balancer.upstream.Apps;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The apps' own ports, which come and go with routing tables. On one, every request goes to its
 * app. Any thread.
 */
final class AppPorts {
  private static final Logger log = LoggerFactory.getLogger(AppPorts.class);

  private final Apps apps;
  private final InetAddress address;
  private final Acceptor acceptor;
  private final ListeningSockets sockets;
  private final Runnable failed;

  /** By number. */
  private final Map<Integer, AppPort> ports = new HashMap<>();

  /**
   * Ports on {@code address}, whose connections the acceptor has served.
   *
   * @param failed told when a port that should be listened on is not
   */
  AppPorts(
      InetAddress address,
      Acceptor acceptor,
      ListeningSockets sockets,
      Apps apps,
      Runnable failed) {
    this.apps = apps;
    this.address = address;
    this.acceptor = acceptor;
    this.sockets = sockets;
    this.failed = failed;
  }

  /**
   * Listens on the table's ports, and no longer on others, without touching an open connection.
   *
   * @return complete when every port that came was tried once
   */
  synchronized CompletionStage<Void> update(RoutingTable table) {
    var wanted = wanted(table);
    ports
        .entrySet()
        .removeIf(
            entry -> {
              boolean over = !entry.getValue().app().equals(wanted.get(entry.getKey()));
              if (over) {
                entry.getValue().close();
              }
              return over;
            });
    var tried = new ArrayList<CompletableFuture<Void>>();
    wanted.forEach(
        (port, app) -> {
          if (!ports.containsKey(port)) {
            var opened = port(port, app);
            ports.put(port, opened);
            tried.add(opened.open().toCompletableFuture());
          }
        });
    return CompletableFuture.allOf(tried.toArray(CompletableFuture<?>[]::new));
  }

  private static Map<Integer, String> wanted(RoutingTable table) {
    var wanted = new LinkedHashMap<Integer, String>();
    for (AppRoute route : table.apps()) {
      if (route.port() > 0) {
        var other = wanted.putIfAbsent(route.port(), route.app());
        if (other != null) {
          log.atError()
              .addKeyValue("app", route.app())
              .addKeyValue("endpoint", route.port())
              .addKeyValue("reason", "the port is that of " + other)
              .log("an app's port is not listened on for it");
        }
      }
    }
    return wanted;
  }

  private AppPort port(int port, String app) {
    var finder = apps.only(app);
    return new AppPort(
        app,
        new InetSocketAddress(address, port),
        sockets,
        acceptor.server(proxy -> proxy.finding(finder)),
        acceptor.loop(),
        failed);
  }

  /** The ports that should be listened on and are not. */
  synchronized List<PortFailure> failures() {
    return ports.values().stream().map(AppPort::failure).flatMap(Optional::stream).toList();
  }

  /** Stops to accept; open connections stay. */
  synchronized void close() {
    ports.values().forEach(AppPort::close);
    ports.clear();
  }
}
