package io.scaledapp.balancer.trace;

/** A recorded request, from its head to its end. For the use of one event loop. */
public interface ServerSpan {

  /** In 32 hexadecimal digits. */
  String traceId();

  /** In 16 hexadecimal digits. */
  String spanId();

  /** The app that is asked, as {@code namespace/name}. */
  void app(String app);

  /** The request waited so long in the app's queue. */
  void waited(long nanos);

  /** The request is going to be sent to a replica. */
  AttemptSpan attempt(Attempt attempt);

  /** The client got a response with the status, or is going to. */
  void answered(int status);

  /**
   * The request failed.
   *
   * @param reason one of few words, as {@code error.type} has them
   */
  void failed(String reason);

  /** The client went away before it was answered. */
  void abandoned();

  /** The request is over. */
  void end();

  /**
   * One attempt to have a replica answer.
   *
   * @param number of it, from 0
   * @param endpoint its id
   * @param host where it listens
   * @param port where it listens
   * @param version of HTTP that it speaks: 1.1 or 2
   */
  record Attempt(int number, String endpoint, String host, int port, String version) {}
}
