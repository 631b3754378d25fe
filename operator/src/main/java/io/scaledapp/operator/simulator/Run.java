package io.scaledapp.operator.simulator;

/**
 * What came of a simulation, second by second and on the whole.
 *
 * @param demand replicas asked for, a real number
 * @param supply ready replicas
 * @param queue requests that waited at the second's end
 */
public record Run(double[] demand, int[] supply, int[] queue, Score score) {}
