package io.scaledapp.operator.app.model;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.CircuitBreakerPolicy;
import io.scaledapp.balancer.control.EndpointTls;
import io.scaledapp.balancer.control.HashKey;
import io.scaledapp.balancer.control.HealthCheck;
import io.scaledapp.balancer.control.OutlierDetection;
import io.scaledapp.balancer.control.RetryPolicy;
import io.scaledapp.balancer.control.TrafficPolicy;
import io.scaledapp.balancer.control.Transport;
import io.scaledapp.balancer.control.ZonePreference;
import io.scaledapp.crds.v1alpha1.CircuitBreaker;
import io.scaledapp.crds.v1alpha1.GrpcCheck;
import io.scaledapp.crds.v1alpha1.LoadBalancing;
import io.scaledapp.crds.v1alpha1.LoadBalancingPolicy;
import io.scaledapp.crds.v1alpha1.Protocol;
import io.scaledapp.crds.v1alpha1.ReplicaTls;
import io.scaledapp.crds.v1alpha1.Retries;
import io.scaledapp.crds.v1alpha1.Routing;
import org.jspecify.annotations.Nullable;

/**
 * From {@code spec.routing} to how a balancer speaks to endpoints, spreads requests over them and
 * cares for them.
 */
final class TrafficMapping {

  private static final LoadBalancing NOTHING_SAID = new LoadBalancing(null, null, null, null, null);

  private TrafficMapping() {}

  static AppRoute.Policy policy(@Nullable LoadBalancing balancing) {
    var policy =
        balancing == null || balancing.policy() == null
            ? LoadBalancingPolicy.LEAST_CONNECTIONS
            : balancing.policy();
    return switch (policy) {
      case ROUND_ROBIN -> AppRoute.Policy.ROUND_ROBIN;
      case LEAST_CONNECTIONS -> AppRoute.Policy.LEAST_CONNECTIONS;
      case LEAST_REQUEST -> AppRoute.Policy.LEAST_REQUEST;
      case IP_HASH -> AppRoute.Policy.IP_HASH;
      case CONSISTENT_HASH -> AppRoute.Policy.CONSISTENT_HASH;
      case PEAK_EWMA -> AppRoute.Policy.PEAK_EWMA;
      case RANDOM -> AppRoute.Policy.RANDOM;
    };
  }

  static AppRoute.Protocol protocol(@Nullable Protocol said) {
    return switch (said) {
      case TCP -> AppRoute.Protocol.TCP;
      case HTTP2 -> AppRoute.Protocol.HTTP2;
      case HTTP1 -> AppRoute.Protocol.HTTP1;
      case null -> AppRoute.Protocol.HTTP1;
    };
  }

  static Transport transport(Routing routing) {
    return new Transport(routing.proxyProtocol() != null, endpointTls(routing.tls()));
  }

  private static @Nullable EndpointTls endpointTls(@Nullable ReplicaTls said) {
    if (said == null) {
      return null;
    }
    return new EndpointTls(
        said.profile() == null ? EndpointTls.SYSTEM : said.profile(),
        said.serverName() == null ? "" : said.serverName());
  }

  static TrafficPolicy traffic(String app, Routing routing) {
    var absent = TrafficPolicy.DEFAULT;
    var balancing = routing.loadBalancing() == null ? NOTHING_SAID : routing.loadBalancing();
    return new TrafficPolicy(
        hashKey(balancing.hashKey()),
        orElse(balancing.loadBoundPercent(), absent.loadBoundPercent()),
        Durations.parse(
            balancing.slowStart(), "spec.routing.loadBalancing.slowStart", absent.slowStart()),
        outlierDetection(routing.outlierDetection()),
        retries(routing.retries()),
        healthCheck(routing.healthCheck()),
        CompressionMapping.compression(routing.compression()),
        circuitBreaker(routing.circuitBreaker()),
        zonePreference(balancing.zonePreference()),
        CacheMapping.cache(routing.cache()),
        StickyCookieMapping.cookie(app, routing.stickyCookie()),
        null);
  }

  private static @Nullable ZonePreference zonePreference(
      io.scaledapp.crds.v1alpha1.@Nullable ZonePreference said) {
    return said == null
        ? null
        : new ZonePreference(
            orElse(said.maxLoadPercent(), ZonePreference.DEFAULT.maxLoadPercent()));
  }

  private static OutlierDetection outlierDetection(
      io.scaledapp.crds.v1alpha1.@Nullable OutlierDetection said) {
    var absent = OutlierDetection.DEFAULT;
    if (said == null) {
      return absent;
    }
    var field = "spec.routing.outlierDetection.";
    return new OutlierDetection(
        orElse(said.consecutiveFailures(), absent.consecutiveFailures()),
        Boolean.TRUE.equals(said.serverErrors()),
        Durations.parse(said.ejectionTime(), field + "ejectionTime", absent.ejectionTime()),
        Durations.parse(
            said.maxEjectionTime(), field + "maxEjectionTime", absent.maxEjectionTime()),
        orElse(said.maxEjectionPercent(), absent.maxEjectionPercent()));
  }

  private static RetryPolicy retries(@Nullable Retries said) {
    var absent = RetryPolicy.DEFAULT;
    if (said == null) {
      return absent;
    }
    return new RetryPolicy(
        orElse(said.attempts(), absent.attempts()),
        orElse(said.budgetPercent(), absent.budgetPercent()),
        orElse(said.minRetriesPerSecond(), absent.minRetriesPerSecond()),
        Durations.parse(
            said.perTryTimeout(), "spec.routing.retries.perTryTimeout", absent.perTryTimeout()));
  }

  private static @Nullable CircuitBreakerPolicy circuitBreaker(@Nullable CircuitBreaker said) {
    if (said == null) {
      return null;
    }
    var absent = CircuitBreakerPolicy.DEFAULT;
    var field = "spec.routing.circuitBreaker.";
    return new CircuitBreakerPolicy(
        orElse(said.failurePercent(), absent.failurePercent()),
        orElse(said.minRequests(), absent.minRequests()),
        Durations.parse(said.window(), field + "window", absent.window()),
        Durations.parse(said.openFor(), field + "openFor", absent.openFor()),
        orElse(said.trialRequests(), absent.trialRequests()),
        !Boolean.FALSE.equals(said.serverErrors()),
        orElse(said.maxRequestsInFlight(), absent.maxRequestsInFlight()),
        orElse(said.maxRetriesInFlight(), absent.maxRetriesInFlight()));
  }

  private static @Nullable HealthCheck healthCheck(
      io.scaledapp.crds.v1alpha1.@Nullable HealthCheck said) {
    if (said == null) {
      return null;
    }
    var absent = HealthCheck.DEFAULT;
    var field = "spec.routing.healthCheck.";
    return new HealthCheck(
        said.path() == null ? absent.path() : said.path(),
        Durations.parse(said.interval(), field + "interval", absent.interval()),
        Durations.parse(said.timeout(), field + "timeout", absent.timeout()),
        orElse(said.rise(), absent.rise()),
        orElse(said.fall(), absent.fall()),
        grpc(said.grpc()));
  }

  private static HealthCheck.@Nullable Grpc grpc(@Nullable GrpcCheck said) {
    return said == null ? null : new HealthCheck.Grpc(said.service() == null ? "" : said.service());
  }

  private static int orElse(@Nullable Integer said, int absent) {
    return said == null ? absent : said;
  }

  private static HashKey hashKey(io.scaledapp.crds.v1alpha1.@Nullable HashKey key) {
    if (key == null) {
      return HashKey.ADDRESS;
    }
    var source =
        switch (key.type()) {
          case CLIENT_IP -> HashKey.Source.ADDRESS;
          case PATH -> HashKey.Source.PATH;
          case HEADER -> HashKey.Source.HEADER;
          case COOKIE -> HashKey.Source.COOKIE;
        };
    return new HashKey(source, key.name() == null ? "" : key.name());
  }
}
