package io.scaledapp.operator.platform.local.probe;

import java.time.Duration;
import java.util.Optional;

/**
 * A probe as Kubernetes defines it, its defaults filled in.
 *
 * @param check what is done
 * @param initialDelay from the start of the process to the first attempt
 * @param period from one attempt to the next, at least 1 s
 * @param timeout longest time of one attempt, at least 1 s
 * @param successThreshold successes in a row that make it pass
 * @param failureThreshold failures in a row that make it fail
 * @param grace in place of the template's, when its failure ends the process
 */
public record ProbeSpec(
    Check check,
    Duration initialDelay,
    Duration period,
    Duration timeout,
    int successThreshold,
    int failureThreshold,
    Optional<Duration> grace) {}
