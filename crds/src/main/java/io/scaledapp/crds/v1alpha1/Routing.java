package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How requests reach the app. */
@ValidationRule(
    value = Routing.NOT_TCP + " || !has(self.hosts)",
    message =
        "cannot be given with protocol TCP: a connection names no host; clients connect to a port",
    fieldPath = ".hosts",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = Routing.NOT_TCP + " || !has(self.pathPrefixes)",
    message = "cannot be given with protocol TCP: a connection names no path",
    fieldPath = ".pathPrefixes",
    reason = "FieldValueForbidden")
@ValidationRule(
    value =
        Routing.NOT_TCP + " || !has(self.loadBalancing) || self.loadBalancing.policy != 'PeakEWMA'",
    message =
        "PeakEWMA goes by how soon requests are answered, and with protocol TCP there are none",
    fieldPath = ".loadBalancing.policy",
    reason = "FieldValueForbidden")
@ValidationRule(
    value =
        Routing.NOT_TCP
            + " || !has(self.loadBalancing) || !has(self.loadBalancing.hashKey) || self.loadBalancing.hashKey.type == 'ClientIP'",
    message = "must be ClientIP with protocol TCP: there is nothing else to go by",
    fieldPath = ".loadBalancing.hashKey.type",
    reason = "FieldValueForbidden")
@ValidationRule(
    value =
        Routing.NOT_TCP
            + " || !has(self.outlierDetection) || !has(self.outlierDetection.serverErrors) || !self.outlierDetection.serverErrors",
    message = "cannot be true with protocol TCP: a connection has no status",
    fieldPath = ".outlierDetection.serverErrors",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = Routing.NOT_TCP + " || !has(self.retries) || !has(self.retries.perTryTimeout)",
    message = "cannot be given with protocol TCP: timeouts.connect bounds a try",
    fieldPath = ".retries.perTryTimeout",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = Routing.NOT_TCP + " || !has(self.healthCheck) || !has(self.healthCheck.path)",
    message = "cannot be given with protocol TCP: the check is that a connection opens",
    fieldPath = ".healthCheck.path",
    reason = "FieldValueForbidden")
@ValidationRule(
    value =
        "!has(self.healthCheck) || !has(self.healthCheck.grpc)"
            + " || (has(self.protocol) && self.protocol == 'HTTP2')",
    message = "is for protocol HTTP2 only, which gRPC is spoken over",
    fieldPath = ".healthCheck.grpc",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = Routing.NOT_TCP + " || !has(self.httpsRedirect)",
    message = "cannot be given with protocol TCP: it holds for requests only",
    fieldPath = ".httpsRedirect",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = Routing.NOT_TCP + " || !has(self.rewrite)",
    message = "cannot be given with protocol TCP: it holds for requests only",
    fieldPath = ".rewrite",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = Routing.NOT_TCP + " || !has(self.access)",
    message = "cannot be given with protocol TCP: it holds for requests only",
    fieldPath = ".access",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = Routing.NOT_TCP + " || !has(self.clientLimits)",
    message = "cannot be given with protocol TCP: it holds for requests only",
    fieldPath = ".clientLimits",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = Routing.NOT_TCP + " || !has(self.limits)",
    message = "cannot be given with protocol TCP: it holds for requests only",
    fieldPath = ".limits",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = Routing.NOT_TCP + " || !has(self.requestHeaders)",
    message = "cannot be given with protocol TCP: it holds for requests only",
    fieldPath = ".requestHeaders",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = Routing.NOT_TCP + " || !has(self.responseHeaders)",
    message = "cannot be given with protocol TCP: it holds for requests only",
    fieldPath = ".responseHeaders",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = Routing.NOT_TCP + " || !has(self.errorPages)",
    message = "cannot be given with protocol TCP: it holds for requests only",
    fieldPath = ".errorPages",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = Routing.NOT_TCP + " || !has(self.compression)",
    message = "cannot be given with protocol TCP: it holds for requests only",
    fieldPath = ".compression",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = Routing.NOT_TCP + " || !has(self.cache)",
    message = "cannot be given with protocol TCP: it holds for requests only",
    fieldPath = ".cache",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = Routing.NOT_TCP + " || !has(self.stickyCookie)",
    message = "cannot be given with protocol TCP: it holds for requests only",
    fieldPath = ".stickyCookie",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = Routing.NOT_TCP + " || !has(self.circuitBreaker)",
    message = "cannot be given with protocol TCP: it holds for requests only",
    fieldPath = ".circuitBreaker",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = "!has(self.proxyProtocol) || (has(self.protocol) && self.protocol == 'TCP')",
    message = "is for protocol TCP only: of requests, X-Forwarded-For tells the client",
    fieldPath = ".proxyProtocol",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = "!has(self.proxyProtocol) || !has(self.tls)",
    message = "cannot be given with tls",
    fieldPath = ".proxyProtocol",
    reason = "FieldValueForbidden")
@JsonIgnoreProperties(ignoreUnknown = true)
public record Routing(
    @JsonPropertyDescription(
            "DNS names in lower case whose requests go to the app, such as shop.example.com;"
                + " *.example.com is every host below example.com. Default: every host that no"
                + " other app names.")
        @Size(min = 1, max = 32)
        @ValidationRule(
            value = "self.all(x, self.exists_one(y, x == y))",
            message = "a host may be named once")
        @Nullable
            List<
                @Size(min = 1, max = 253)
                @Pattern(
                    "^([*][.])?[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?([.][a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$")
                String>
            hosts,
    @JsonPropertyDescription(
            "Paths, beginning with /, that the app answers, with all below them; the longest prefix"
                + " of several apps wins. Default: /.")
        @Size(min = 1, max = 32)
        @ValidationRule(
            value = "self.all(x, self.exists_one(y, x == y))",
            message = "a path prefix may be named once")
        @Nullable
            List<
                @Size(min = 1, max = 256)
                @Pattern("^/([-A-Za-z0-9._~!$&'()*+,;=:@%]+/)*([-A-Za-z0-9._~!$&'()*+,;=:@%]+)?$")
                String>
            pathPrefixes,
    @JsonPropertyDescription(
            "Sends clients that come in plain text to https; {} is enough. That a client came by TLS"
                + " to a proxy in front is known from X-Forwarded-Proto or Forwarded of a trusted"
                + " proxy, or from the header of the PROXY protocol, version 2. On the app's own"
                + " port, to which http://NAME leads within the cluster, nobody is sent away.")
        @Nullable HttpsRedirect httpsRedirect,
    @JsonPropertyDescription(
            "What replicas get in place of the path prefix that matched. A request on the app's own"
                + " port whose path has none of pathPrefixes keeps it.")
        @Nullable PathRewrite rewrite,
    @JsonPropertyDescription(
            "Whose requests are taken, by the client's address as trusted proxies tell it; others"
                + " get 403. An IPv4 address in IPv6 form counts as IPv4.")
        @Nullable Access access,
    @JsonPropertyDescription(
            "How much one client may ask; more is answered 429 with Retry-After. A client is an"
                + " IPv4 address or the /64 of an IPv6 address, as trusted proxies tell it. Each"
                + " balancer counts for itself, so divide by their number. Each knows 16384 clients"
                + " of an app; when more are active the one that used least is forgotten, and may"
                + " burst anew.")
        @Nullable ClientLimits clientLimits,
    @JsonPropertyDescription("How large a request may be.") @Nullable MessageLimits limits,
    @JsonPropertyDescription(
            "Header fields of requests that come and go on the way to a replica. Trailers stay as"
                + " they are, and what balances or limits by a header sees what the client sent.")
        @Nullable HeaderEdits requestHeaders,
    @JsonPropertyDescription(
            "Header fields of replicas' answers that come and go on the way to the client; not of"
                + " interim answers, WebSocket handshakes, trailers, and what the balancer itself"
                + " answers.")
        @Nullable HeaderEdits responseHeaders,
    @JsonPropertyDescription(
            "What clients read where a balancer answers with an error itself, such as 503 when no"
                + " replica became free, in place of a line of plain text; with Cache-Control:"
                + " no-store, and with the header proxy-status that says why. What replicas answer"
                + " stays as it is, and gRPC calls get no page. Default: a line of plain text.")
        @Size(min = 1, max = 8)
        @Nullable List<ErrorPage> errorPages,
    @JsonPropertyDescription(
            "What the replicas speak on their port. HTTP1: HTTP/1.1. HTTP2: HTTP/2 without TLS, by"
                + " prior knowledge, as gRPC servers do. Clients may speak either in both cases;"
                + " WebSockets take HTTP1. TCP: anything else; bytes pass as they are, each"
                + " connection is one request to policies, limits, queue and metrics, and clients"
                + " connect to spec.port of the app's name, to a listener of the balancers that is"
                + " the app's, or locally to spec.local.port.")
        @Default("HTTP1")
        @Nullable Protocol protocol,
    @JsonPropertyDescription(
            "With protocol TCP: a replica is told the client's address by a header of the PROXY"
                + " protocol, of this version, at the beginning of each connection; it must expect"
                + " one. With HTTP, X-Forwarded-For tells. Default: none.")
        @Nullable ProxyProtocol proxyProtocol,
    @JsonPropertyDescription(
            "Replicas speak TLS, 1.2 or 1.3, and health checks go in it too. With HTTP2 they choose"
                + " h2 by ALPN. Probes say it for themselves, with scheme: HTTPS. Default: they do"
                + " not.")
        @Nullable ReplicaTls tls,
    @JsonPropertyDescription("How a replica is chosen.") @Nullable LoadBalancing loadBalancing,
    @JsonPropertyDescription(
            "A client's requests go to the replica that answered its first one, by a signed cookie"
                + " that balancers set; {} is enough. When the replica has no room a request goes"
                + " to another this once; when it is drained, ejected or gone the client gets"
                + " another cookie. Default: the policy chooses for each request.")
        @Nullable StickyCookie stickyCookie,
    @JsonPropertyDescription(
            "Requests that one replica is given at once, over all balancers; more wait in the queue."
                + " Default: no limit.")
        @Min(1)
        @Max(100_000)
        @Nullable Integer maxConcurrencyPerReplica,
    @JsonPropertyDescription("Where requests wait that find no free replica.")
        @Nullable Queue queue,
    @JsonPropertyDescription("Time-outs of a request; none is infinite.")
        @Nullable Timeouts timeouts,
    @JsonPropertyDescription("When a replica that fails gets no new request for a while.")
        @Nullable OutlierDetection outlierDetection,
    @JsonPropertyDescription("How often a request is tried again that may be.")
        @Nullable Retries retries,
    @JsonPropertyDescription(
            "When requests are answered 503 at once, since nearly all fail or too many are in"
                + " flight; {} is enough. Each balancer counts for itself. Default: never.")
        @Nullable CircuitBreaker circuitBreaker,
    @JsonPropertyDescription(
            "How fixed endpoints are checked; only with spec.endpoints, since of replicas the"
                + " readiness probe tells. Default: they are not.")
        @Nullable HealthCheck healthCheck,
    @JsonPropertyDescription(
            "How answers are compressed for clients that accept it; {} is enough. Default: they are"
                + " not.")
        @Nullable Compression compression,
    @JsonPropertyDescription(
            "What balancers keep of answers, to answer further requests with, as the app's"
                + " Cache-Control or Expires allows; {} is enough. Each keeps its own. Default:"
                + " nothing.")
        @Nullable Cache cache,
    @JsonPropertyDescription(
            "How long a replica that is to go may finish what it has in flight. A duration such as"
                + " 30s.")
        @Size(max = 32)
        @Pattern("^([0-9]+(ms|s|m|h))+$")
        @Default("30s")
        @ValidationRule(
            value = "duration(self) >= duration('0s') && duration(self) <= duration('24h')",
            message = "must be from 0s to 24h")
        @Nullable String drainTimeout) {

  /** A condition of rules that hold with protocol TCP only. */
  static final String NOT_TCP = "!has(self.protocol) || self.protocol != 'TCP'";
}
