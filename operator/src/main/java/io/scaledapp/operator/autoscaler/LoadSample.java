package io.scaledapp.operator.autoscaler;

import java.time.Instant;

/**
 * The load on one app over all balancers during about a second.
 *
 * @param at the end of that second
 * @param concurrency mean requests in flight
 * @param connections open at its end
 * @param requestRate requests a second
 * @param queued requests that wait for an endpoint at its end
 * @param complete false when a balancer's share is unknown or only its last known one
 * @param refusedRate those of {@code requestRate} that found no place in time
 * @param answerRate answers that began, a second; 0 where they are not measured
 * @param answerSeconds how long they took to begin, on average
 * @param offered what the concurrency would have been if nobody had had to wait
 */
public record LoadSample(
    Instant at,
    double concurrency,
    double connections,
    double requestRate,
    int queued,
    boolean complete,
    double refusedRate,
    double answerRate,
    double answerSeconds,
    double offered) {

  /** A second in which nobody was refused, nor waited, as far as is known yet. */
  public LoadSample(
      Instant at,
      double concurrency,
      double connections,
      double requestRate,
      int queued,
      boolean complete) {
    this(at, concurrency, connections, requestRate, queued, complete, 0, 0, 0, concurrency);
  }

  LoadSample withOffered(double load) {
    return load == offered
        ? this
        : new LoadSample(
            at,
            concurrency,
            connections,
            requestRate,
            queued,
            complete,
            refusedRate,
            answerRate,
            answerSeconds,
            load);
  }

  /** The value of one metric. */
  public double of(LoadMetric metric) {
    return switch (metric) {
      case CONCURRENCY -> concurrency;
      case CONNECTIONS -> connections;
      case REQUEST_RATE -> requestRate;
    };
  }

  /** Whether there was none that is known. */
  boolean isQuiet(boolean connectionsCount) {
    return concurrency <= 0
        && requestRate <= 0
        && queued == 0
        && (!connectionsCount || connections <= 0);
  }
}
