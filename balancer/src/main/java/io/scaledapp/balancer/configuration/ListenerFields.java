package io.scaledapp.balancer.configuration;

import static java.util.Objects.requireNonNullElse;

import org.jspecify.annotations.Nullable;

/** One place where clients connect. */
record ListenerFields(
    @Required @Meaning("What logs call it.") @Nullable String name,
    @Meaning("An IP address of this machine, or a name of one. Default: all IPv4 addresses.")
        String address,
    @Required @Meaning("Its TCP port.") @Range(min = 1, max = 65_535) @Nullable Integer port,
    @Meaning("Speaks TLS. Default: plain text.") @Nullable TlsFields tls,
    @Meaning("Expects a header of the PROXY protocol, v1 or v2, before all else. Default: none.")
        @Nullable ProxyProtocolFields proxyProtocol,
    @Meaning(
            "The app, as `namespace/name`, that has this listener alone, whatever host and path a"
                + " request names. It is the way in from outside to an app that speaks TCP; while"
                + " the app is not there, connections are closed. Default: hosts and paths tell"
                + " apps apart.")
        @Nullable String app) {

  ListenerFields {
    address = requireNonNullElse(address, "0.0.0.0");
  }
}
