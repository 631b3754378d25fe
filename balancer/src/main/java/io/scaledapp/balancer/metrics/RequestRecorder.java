package io.scaledapp.balancer.metrics;

import java.util.List;

/** Told of each answered request, on the event loop that answered it. Must not block. */
@FunctionalInterface
public interface RequestRecorder {

  /** Stands for the app of a request that no app answers: refused, or for an unknown host. */
  String NO_APP = "";

  /** Why a span is not sent to the collector. */
  enum SpanLoss {
    /** Too many waited to be sent. */
    QUEUE_FULL,
    /** The collector did not take it. */
    EXPORT_FAILED,
    /** The balancer ended, or began to record elsewhere. */
    CLOSED
  }

  /** Records nothing. */
  RequestRecorder NONE = (app, statusClass, nanos) -> {};

  /**
   * One request was answered, or its answer was cut.
   *
   * @param app {@code namespace/name}, or {@link #NO_APP}
   * @param statusClass first digit of the status sent to the client, 1 (a tunnel) to 5
   * @param nanos from the first byte of the request head to the last byte of the answer handed to
   *     the kernel
   */
  void record(String app, int statusClass, long nanos);

  /**
   * The balancer answered in a replica's place, or ended a connection or an answer by itself.
   *
   * @param reason lower-case words with underscores, of some thirty
   */
  default void failed(String reason) {}

  /** So many lines of the access log were not written. On any thread. */
  default void accessLogLinesLost(int count) {}

  /**
   * One request is tried a second time.
   *
   * @param app {@code namespace/name}
   */
  default void retried(String app) {}

  /**
   * Bytes passed between a client and a replica of an app that speaks TCP.
   *
   * @param app {@code namespace/name}
   * @param direction whose they are
   * @param bytes at least 1
   */
  default void passed(String app, Direction direction, int bytes) {}

  /** Which way bytes pass. */
  enum Direction {
    /** From the client. */
    RECEIVED,
    /** To the client. */
    SENT
  }

  /**
   * An endpoint gets no new request for a while, since it failed. On any thread.
   *
   * @param app {@code namespace/name}
   */
  default void ejected(String app) {}

  /**
   * One request no longer waits in its app's queue, whatever comes next.
   *
   * @param app {@code namespace/name}
   * @param nanos how long it waited
   */
  default void waited(String app, long nanos) {}

  /**
   * An endpoint was checked. On any thread.
   *
   * @param app {@code namespace/name}
   */
  default void checked(String app, boolean passed) {}

  /** How it stands with all endpoints, about once a second. On one thread, which may be blocked. */
  default void endpoints(List<EndpointStatus> all) {}

  /** The same of all circuit breakers. */
  default void circuits(List<CircuitStatus> all) {}

  /** So many spans were sent to the collector. On any thread. */
  default void spansExported(int count) {}

  /** So many spans were lost. On any thread. */
  default void spansLost(SpanLoss reason, int count) {}

  /**
   * An answer passes uncompressed, since other answers have the memory for it.
   *
   * @param app {@code namespace/name}
   */
  default void compressionRefused(String app) {}

  /**
   * A request of an app with a cache is over.
   *
   * @param app {@code namespace/name}
   */
  default void cached(String app, CacheResult result) {}
}
