package io.scaledapp.operator.simulator;

import java.time.Duration;

/**
 * What is the same for every policy.
 *
 * @param capacity requests that one replica serves at once, from 1
 * @param startup from the decision for a replica until it is ready, 0 or more
 * @param serviceTime of each request, above 0
 * @param connectionLife how long the connection that a request opened stays with its replica, whole
 *     seconds
 * @param minReplicas 0 or more
 * @param maxReplicas at least 1
 * @param queue requests that may wait at once; one more is refused
 * @param queueTimeout longest wait, after which a request is refused
 */
public record World(
    int capacity,
    Duration startup,
    Duration serviceTime,
    Duration connectionLife,
    int minReplicas,
    int maxReplicas,
    int queue,
    Duration queueTimeout) {

  /** Of the traffic, so that a simulation of weeks stays one of seconds. */
  private static final int MOST_STEPS_A_SECOND = 1_000;

  private static final int FEWEST_STEPS_A_SECOND = 10;

  /** A request's time in steps may differ from the real one by so much of it. */
  private static final double ROUNDING = 0.01;

  public World {
    require(capacity >= 1, "a replica's capacity of " + capacity + " is not 1 or more");
    require(!startup.isNegative(), "a start-up of " + startup + " is negative");
    require(
        serviceTime.compareTo(Duration.ofMillis(1)) >= 0
            && serviceTime.compareTo(Duration.ofMinutes(10)) <= 0,
        "a service time of " + serviceTime.toMillis() + " ms is not from 1 ms to 10 min");
    require(
        !connectionLife.isNegative() && connectionLife.compareTo(Duration.ofDays(1)) <= 0,
        "a connection's life of " + connectionLife.toSeconds() + " s is not from 0 s to 24 h");
    require(
        minReplicas >= 0 && maxReplicas >= Math.max(1, minReplicas),
        "there is no count from " + minReplicas + " to " + maxReplicas);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** Ready ones at the beginning, whoever decides. */
  int firstReplicas() {
    return Math.max(1, minReplicas);
  }

  /** Until a replica that was decided is ready, in whole seconds. */
  int startupSeconds() {
    return (int) Math.ceil(startup.toMillis() / 1_000.0);
  }

  int connectionSeconds() {
    return (int) connectionLife.toSeconds();
  }

  /** Steps of the traffic in a second: the fewest that a request's time is a whole number of. */
  int stepsASecond() {
    var steps = FEWEST_STEPS_A_SECOND;
    while (steps < MOST_STEPS_A_SECOND && rounding(steps) > ROUNDING) {
      steps++;
    }
    return steps;
  }

  private double rounding(int steps) {
    var exact = serviceTime.toMillis() / 1_000.0 * steps;
    return Math.abs(Math.max(1, Math.round(exact)) / exact - 1);
  }

  /** A request's time in steps, at least 1. */
  int serviceSteps() {
    return (int) Math.max(1, Math.round(serviceTime.toMillis() / 1_000.0 * stepsASecond()));
  }

  /** Replicas that the mean arrivals of a second keep busy, by Little's law. */
  double replicasFor(double requestsASecond) {
    return requestsASecond * serviceTime.toMillis() / 1_000.0 / capacity;
  }
}
