package io.scaledapp.balancer.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The load on one app.
 *
 * @param app {@code namespace/name}
 * @param requests requests that were routed to the app, answered or not, cumulative
 * @param concurrencyNanos integral of {@code concurrency} over time in request-nanoseconds,
 *     cumulative: the difference of two reports over the time between them is the mean concurrency
 * @param concurrency requests in flight now, waiting ones included; an open tunnel or event stream
 *     is one
 * @param queued those of {@code concurrency} that wait for an endpoint
 * @param connections client connections open now whose latest request went to the app, idle
 *     keep-alive included; a tunnel is one
 * @param refused requests answered 503 since the queue was full or the wait too long, cumulative
 * @param answers those of {@code requests} whose time is in {@code answerNanos}, cumulative
 * @param answerNanos from the moment at which a request was sent to an endpoint until its answer
 *     began, all of them together, in nanoseconds, cumulative; both stand still unless {@link
 *     AppRoute#measured}
 * @param endpoints one entry an endpoint that is in the table, or gone from it with requests still
 *     in flight
 * @param byRevision while a revision is on trial; else null
 */
public record AppLoad(
    String app,
    long requests,
    long concurrencyNanos,
    int concurrency,
    int queued,
    int connections,
    long refused,
    long answers,
    long answerNanos,
    List<EndpointLoad> endpoints,
    @Nullable RevisionLoads byRevision) {

  public AppLoad {
    endpoints = List.copyOf(endpoints);
  }

  /** While no revision is on trial. */
  public AppLoad(
      String app,
      long requests,
      long concurrencyNanos,
      int concurrency,
      int queued,
      int connections,
      long refused,
      long answers,
      long answerNanos,
      List<EndpointLoad> endpoints) {
    this(
        app,
        requests,
        concurrencyNanos,
        concurrency,
        queued,
        connections,
        refused,
        answers,
        answerNanos,
        endpoints,
        null);
  }

  /** Of an app whose answers are not measured. */
  public AppLoad(
      String app,
      long requests,
      long concurrencyNanos,
      int concurrency,
      int queued,
      int connections,
      long refused,
      List<EndpointLoad> endpoints) {
    this(
        app,
        requests,
        concurrencyNanos,
        concurrency,
        queued,
        connections,
        refused,
        0,
        0,
        endpoints);
  }
}
