package io.scaledapp.balancer.serve;

import io.scaledapp.balancer.BalancerOptions;
import io.scaledapp.balancer.configuration.ConfigurationFile;
import io.scaledapp.balancer.control.client.ControlClientOptions;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * How one balancer of a cluster runs.
 *
 * @param balancer how it listens and treats its clients
 * @param configuration the file from which some of that was taken, and is again when it changes
 * @param control where its operators are
 * @param admin where probes and metrics answer
 * @param leaveAfter how long a leaving balancer takes connections, unless an operator says sooner
 *     that nothing names it any more
 * @param drainTimeout how long after that requests in flight may take
 */
public record ServeOptions(
    BalancerOptions balancer,
    Optional<ConfigurationFile> configuration,
    ControlClientOptions control,
    InetSocketAddress admin,
    Duration leaveAfter,
    Duration drainTimeout) {}
