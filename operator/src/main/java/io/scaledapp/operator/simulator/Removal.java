package io.scaledapp.operator.simulator;

/**
 * How a platform takes ready replicas away.
 *
 * @param graceSeconds longest time that one may finish what it has; its connections are cut then
 * @param fewestConnections whether the one with the fewest connections goes; the one that became
 *     ready last otherwise, as with the controller of ReplicaSets
 * @param revives whether one that drains takes requests again when more are wanted
 */
public record Removal(int graceSeconds, boolean fewestConnections, boolean revives) {}
