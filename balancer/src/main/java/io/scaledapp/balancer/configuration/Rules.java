package io.scaledapp.balancer.configuration;

import io.scaledapp.balancer.forwarded.TrustedProxies;
import io.scaledapp.balancer.tls.ReplicaTlsOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What must hold between fields, and of texts. */
final class Rules {
  private static final Pattern PROFILE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private static final Pattern APP =
      Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?/[a-z]([-a-z0-9]{0,50}[a-z0-9])?");

  private Rules() {}

  static void check(BalancerFields fields, Map<String, String> flags, List<Problem> problems) {
    var listeners = FieldPath.ROOT.field("listeners");
    checkOnce(fields.listeners(), listeners, "name", ListenerFields::name, problems);
    // By number alone: sockets that outlive a balancer are found again by it.
    checkOnce(fields.listeners(), listeners, "port", ListenerFields::port, problems);
    checkAddresses(fields.trustedProxies(), FieldPath.ROOT.field("trustedProxies"), problems);
    for (int i = 0; i < fields.listeners().size(); i++) {
      checkApp(fields.listeners().get(i).app(), listeners.item(i).field("app"), problems);
      var proxyProtocol = fields.listeners().get(i).proxyProtocol();
      if (proxyProtocol != null) {
        var path = listeners.item(i).field("proxyProtocol").field("trusted");
        checkAddresses(proxyProtocol.trusted(), path, problems);
      }
    }
    checkProfiles(fields.replicaTls(), problems);
    checkHead(fields.limits(), problems);
    checkCollector(fields.tracing(), problems);
    checkFlags(fields, flags, problems);
  }

  private static void checkOnce(
      List<ListenerFields> listeners,
      FieldPath path,
      String field,
      Function<ListenerFields, @Nullable Object> value,
      List<Problem> problems) {
    var seen = new HashMap<Object, Integer>();
    for (int i = 0; i < listeners.size(); i++) {
      var used = value.apply(listeners.get(i));
      var before = used == null ? null : seen.putIfAbsent(used, i);
      if (before != null) {
        problems.add(
            new Problem(
                path.item(i).field(field),
                "%s is that of listeners[%d] too; use another".formatted(used, before)));
      }
    }
  }

  private static void checkProfiles(List<ReplicaTlsFields> profiles, List<Problem> problems) {
    var seen = new HashMap<String, Integer>();
    seen.put(ReplicaTlsOptions.SYSTEM.name(), -1);
    for (int i = 0; i < profiles.size(); i++) {
      var name = profiles.get(i).name();
      if (name != null && !PROFILE.matcher(name).matches()) {
        problems.add(
            new Problem(
                FieldPath.ROOT.field("replicaTls").item(i).field("name"),
                "must be at most 63 lower-case letters, digits and '-', as ScaledApps may name it,"
                    + " but is '%s'".formatted(name)));
      }
      var before = name == null ? null : seen.putIfAbsent(name, i);
      if (before != null) {
        var whose = before < 0 ? "the one that is always there" : "replicaTls[" + before + "] too";
        problems.add(
            new Problem(
                FieldPath.ROOT.field("replicaTls").item(i).field("name"),
                "%s is that of %s; use another".formatted(name, whose)));
      }
    }
  }

  private static void checkApp(@Nullable String app, FieldPath path, List<Problem> problems) {
    if (app != null && !APP.matcher(app).matches()) {
      problems.add(
          new Problem(
              path,
              "must be a namespace and a name, such as default/mail, but is '%s'".formatted(app)));
    }
  }

  private static void checkAddresses(
      List<String> addresses, FieldPath path, List<Problem> problems) {
    for (int i = 0; i < addresses.size(); i++) {
      try {
        var unused = TrustedProxies.of(List.of(addresses.get(i)));
      } catch (IllegalArgumentException e) {
        problems.add(new Problem(path.item(i), String.valueOf(e.getMessage())));
      }
    }
  }

  private static void checkHead(LimitFields limits, List<Problem> problems) {
    var line = limits.startLineBytes();
    var head = limits.headBytes();
    if (line != null && head != null && head < line) {
      problems.add(
          new Problem(
              FieldPath.ROOT.field("limits").field("headBytes"),
              "must be at least startLineBytes, which is " + line));
    }
  }

  private static void checkCollector(@Nullable TracingFields tracing, List<Problem> problems) {
    var endpoint = tracing == null ? null : tracing.endpoint();
    if (endpoint != null && !endpoint.isEmpty() && !isCollector(endpoint)) {
      problems.add(
          new Problem(
              FieldPath.ROOT.field("tracing").field("endpoint"),
              "must be a URL such as http://collector:4318, but is " + endpoint));
    }
  }

  private static boolean isCollector(String endpoint) {
    try {
      var url = new URI(endpoint);
      return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
          && url.getHost() != null
          && url.getUserInfo() == null
          && url.getQuery() == null
          && url.getFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static void checkFlags(
      BalancerFields fields, Map<String, String> flags, List<Problem> problems) {
    if (!fields.listeners().isEmpty()) {
      checkFlag(FieldPath.ROOT.field("listeners"), flags, problems);
    }
    if (!fields.trustedProxies().isEmpty()) {
      checkFlag(FieldPath.ROOT.field("trustedProxies"), flags, problems);
    }
    if (fields.limits().maxConnections() != null) {
      checkFlag(FieldPath.ROOT.field("limits").field("maxConnections"), flags, problems);
    }
  }

  private static void checkFlag(FieldPath path, Map<String, String> flags, List<Problem> problems) {
    var flag = flags.get(path.text());
    if (flag != null) {
      problems.add(
          new Problem(path, "is said by " + flag + " on the command line too; leave one out"));
    }
  }
}
