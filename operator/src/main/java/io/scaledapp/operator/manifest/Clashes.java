package io.scaledapp.operator.manifest;

import io.scaledapp.crds.v1alpha1.Protocol;
import io.scaledapp.crds.v1alpha1.Routing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Apps that cannot be there together: of one name, with the same host and path prefix, or with the
 * same port of this machine.
 */
final class Clashes {

  private static final FieldPath NAME = FieldPath.of("metadata", "name");
  private static final FieldPath ROUTING = FieldPath.of("spec", "routing");

  private final Map<String, SourcedApp> names = new HashMap<>();
  private static final FieldPath PORT = FieldPath.of("spec", "local", "port");

  private final Map<Route, Claim> routes = new HashMap<>();
  private final Map<Integer, SourcedApp> ports = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  private Clashes() {}

  /** One problem a clash, told of the later app. */
  static List<Problem> between(List<SourcedApp> apps) {
    var clashes = new Clashes();
    apps.forEach(clashes::add);
    return clashes.problems;
  }

  private void add(SourcedApp app) {
    var first = names.putIfAbsent(app.name(), app);
    if (first == null) {
      claims(app).forEach(this::add);
      addPort(app);
    } else {
      problems.add(
          app.document()
              .problem(NAME, "is taken: " + app.name() + " is also in " + where(first, NAME)));
    }
  }

  private void addPort(SourcedApp app) {
    var local = app.app().getSpec().local();
    var port = local == null ? null : local.port();
    var first = port == null ? null : ports.putIfAbsent(port, app);
    if (first != null) {
      problems.add(
          app.document()
              .problem(
                  PORT,
                  "%d is taken by %s in %s; give one of them another"
                      .formatted(port, first.name(), where(first, PORT))));
    }
  }

  private void add(Claim claim) {
    var first = routes.putIfAbsent(claim.route(), claim);
    if (first != null) {
      problems.add(
          claim
              .app()
              .document()
              .problem(
                  claim.field(),
                  claim.route()
                      + " is taken by "
                      + first.app().name()
                      + " in "
                      + where(first.app(), first.field())
                      + "; give one of them another host or path prefix"));
    }
  }

  private static String where(SourcedApp app, FieldPath field) {
    return app.file() + ":" + app.document().place(field).line();
  }

  private static List<Claim> claims(SourcedApp app) {
    var routing = app.app().getSpec().routing();
    if (routing != null && routing.protocol() == Protocol.TCP) {
      return List.of();
    }
    var hosts = orAny(routing == null ? null : routing.hosts(), Route.ANY_HOST);
    var prefixes = orAny(routing == null ? null : routing.pathPrefixes(), "/");
    var claims = new ArrayList<Claim>();
    for (int i = 0; i < hosts.size(); i++) {
      for (var prefix : prefixes) {
        claims.add(new Claim(app, field(routing, i), Route.of(hosts.get(i), prefix)));
      }
    }
    return claims;
  }

  private static List<String> orAny(@Nullable List<String> given, String any) {
    return given == null || given.isEmpty() ? List.of(any) : given;
  }

  private static FieldPath field(@Nullable Routing routing, int host) {
    var hasHosts = routing != null && routing.hosts() != null;
    return hasHosts ? ROUTING.field("hosts").item(host) : ROUTING;
  }

  private record Claim(SourcedApp app, FieldPath field, Route route) {}

  private record Route(String host, String prefix) {

    static final String ANY_HOST = "";

    /** {@code /a} and {@code /a/} are the same way in. */
    static Route of(String host, String prefix) {
      return new Route(host, prefix.endsWith("/") ? prefix : prefix + "/");
    }

    @Override
    public String toString() {
      var path = prefix.length() > 1 ? prefix.substring(0, prefix.length() - 1) : prefix;
      return (host.isEmpty() ? "every host" : "host " + host) + " with path prefix " + path;
    }
  }
}
