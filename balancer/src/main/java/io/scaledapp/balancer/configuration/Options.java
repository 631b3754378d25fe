package io.scaledapp.balancer.configuration;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.scaledapp.balancer.BalancerOptions;
import io.scaledapp.balancer.ListenerOptions;
import io.scaledapp.balancer.accesslog.AccessLogOptions;
import io.scaledapp.balancer.configuration.TlsFields.ClientCertificateFields;
import io.scaledapp.balancer.configuration.TlsFields.Mode;
import io.scaledapp.balancer.http1.HeadLimits;
import io.scaledapp.balancer.proxyprotocol.ProxyProtocolOptions;
import io.scaledapp.balancer.tls.ReplicaTlsOptions;
import io.scaledapp.balancer.tls.TlsOptions;
import io.scaledapp.balancer.tls.TlsOptions.ClientCertificates;
import io.scaledapp.balancer.trace.TracingOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Turns fields that passed all checks into options.
 *
 * @param folder to which paths in the file are relative
 */
record Options(Path folder) {

  /** The options of {@code base}, but for what the file says. */
  BalancerOptions of(BalancerFields fields, BalancerOptions base) {
    var options = base.withHeadLimits(headLimits(fields.limits(), base.headLimits()));
    var timeouts = fields.timeouts();
    options =
        options
            .withTimeouts(
                requireNonNullElse(timeouts.head(), base.headTimeout()),
                requireNonNullElse(timeouts.idle(), base.idleTimeout()))
            .withMaxConnections(
                requireNonNullElse(fields.limits().maxConnections(), base.maxConnections()))
            .withReplicaTls(fields.replicaTls().stream().map(this::replicaTls).toList());
    var tracing = fields.tracing();
    if (tracing != null) {
      options = options.withTracing(Optional.of(tracing(tracing)));
    }
    if (!fields.trustedProxies().isEmpty()) {
      options = options.withTrustedProxies(fields.trustedProxies());
    }
    options = options.withAccessLog(Optional.ofNullable(fields.accessLog()).map(this::accessLog));
    return fields.listeners().isEmpty()
        ? options
        : options.withListeners(fields.listeners().stream().map(this::listener).toList());
  }

  private static HeadLimits headLimits(LimitFields limits, HeadLimits base) {
    int head = requireNonNullElse(limits.headBytes(), base.head());
    int line = requireNonNullElse(limits.startLineBytes(), base.startLine());
    // One that is given alone takes the other with it.
    return limits.headBytes() == null
        ? new HeadLimits(line, Math.max(head, line), fields(limits, base))
        : new HeadLimits(Math.min(head, line), head, fields(limits, base));
  }

  private static int fields(LimitFields limits, HeadLimits base) {
    return requireNonNullElse(limits.headerFields(), base.fields());
  }

  private AccessLogOptions accessLog(AccessLogFields fields) {
    return new AccessLogOptions(
        fields.format() == AccessLogFields.Format.JSON
            ? AccessLogOptions.Format.JSON
            : AccessLogOptions.Format.COMBINED,
        Optional.ofNullable(fields.file()).map(folder::resolve),
        fields.query());
  }

  private ListenerOptions listener(ListenerFields fields) {
    return new ListenerOptions(
        requireNonNull(fields.name(), "a listener's name is checked"),
        fields.address(),
        requireNonNull(fields.port(), "a listener's port is checked"),
        Optional.ofNullable(fields.tls()).map(this::tls),
        Optional.ofNullable(fields.proxyProtocol())
            .map(proxy -> new ProxyProtocolOptions(proxy.trusted(), proxy.timeout())),
        Optional.ofNullable(fields.app()));
  }

  private ReplicaTlsOptions replicaTls(ReplicaTlsFields fields) {
    return new ReplicaTlsOptions(
        requireNonNull(fields.name(), "a profile's name is checked"),
        Optional.ofNullable(fields.authorities()).map(folder::resolve),
        Optional.ofNullable(fields.certificate()).map(folder::resolve));
  }

  private TracingOptions tracing(TracingFields fields) {
    return new TracingOptions(
        URI.create(requireNonNull(fields.endpoint(), "the collector's endpoint is checked")),
        fields.sampleRatio(),
        fields.clientSampledPerSecond(),
        Optional.ofNullable(fields.headersFile()).map(folder::resolve),
        Optional.ofNullable(fields.authorities()).map(folder::resolve),
        fields.resource());
  }

  private TlsOptions tls(TlsFields fields) {
    return new TlsOptions(
        fields.certificates().stream().map(folder::resolve).toList(),
        Optional.ofNullable(fields.clientCertificates()).map(this::clientCertificates),
        fields.handshakeTimeout(),
        fields.maxHandshakes());
  }

  private ClientCertificates clientCertificates(ClientCertificateFields fields) {
    var authorities = requireNonNull(fields.authorities(), "the authorities' file is checked");
    return new ClientCertificates(folder.resolve(authorities), fields.mode() == Mode.Required);
  }
}
