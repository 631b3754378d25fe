package io.scaledapp.operator.autoscaler;

/**
 * What is seen of an app at the moment of a decision.
 *
 * @param ready replicas that take requests
 * @param held requests that wait since no replica is ready
 */
public record Observed(int ready, int held) {}
