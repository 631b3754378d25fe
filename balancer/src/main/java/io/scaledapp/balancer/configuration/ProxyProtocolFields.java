package io.scaledapp.balancer.configuration;

import static java.util.Objects.requireNonNullElse;

import io.scaledapp.balancer.proxyprotocol.ProxyProtocolOptions;
import java.time.Duration;
import java.util.List;

/** How a listener takes headers of the PROXY protocol. */
record ProxyProtocolFields(
    @Required @Meaning("Addresses and CIDRs of those who may connect; all others are refused.")
        List<String> trusted,
    @Meaning("From an accepted connection to the end of its header.") Duration timeout) {

  ProxyProtocolFields {
    trusted = List.copyOf(requireNonNullElse(trusted, List.of()));
    timeout = requireNonNullElse(timeout, ProxyProtocolOptions.TIMEOUT);
  }
}
