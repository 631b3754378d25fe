package io.scaledapp.balancer.accesslog;

/**
 * One request, from its head to its end. For one event loop until it is given to {@link
 * AccessLog#add}, and not changed after that. Times are monotonic nanoseconds.
 */
public final class AccessEntry {
  static final long NONE = -1;

  final LoggedRequest request;

  /** Milliseconds since 1970. */
  final long time;

  private final long startedAt;
  String app = "";
  String replica = "";
  String reason = "";
  String traceId = "";
  String cache = "";
  int status;
  int retries;
  long received;
  long sent;
  long waited;
  long firstByteAfter = NONE;
  long duration;

  AccessEntry(LoggedRequest request, long time, long startedAt) {
    this.request = request;
    this.time = time;
    this.startedAt = startedAt;
  }

  /**
   * The request belongs to a trace.
   *
   * @param id in 32 hexadecimal digits
   */
  public void trace(String id) {
    traceId = id;
  }

  /**
   * The request is one of an app's.
   *
   * @param app {@code namespace/name}
   */
  public void app(String app) {
    this.app = app;
  }

  /** The request was in its app's queue for so long. */
  public void waited(long nanos) {
    waited += nanos;
  }

  /** The request goes to a replica; another one takes its place. */
  public void replica(String replica) {
    this.replica = replica;
  }

  /**
   * The request's app has a cache.
   *
   * @param result how it fared there, in lower case
   */
  public void cache(String result) {
    cache = result;
  }

  /** The request is tried once more. */
  public void retried() {
    retries++;
  }

  /** Bytes of the body, or of a tunnel, came from the client; framing counts. */
  public void received(long bytes) {
    received += bytes;
  }

  /** Bytes of the body, or of a tunnel, go to the client. */
  public void sent(long bytes) {
    sent += bytes;
  }

  /** The final response begins. */
  public void answered(int status, long now) {
    this.status = status;
    if (firstByteAfter == NONE) {
      firstByteAfter = now - startedAt;
    }
  }

  /**
   * The balancer answers, or ends the request, by itself; the first reason counts.
   *
   * @param reason lower-case words with underscores
   */
  public void failed(String reason) {
    if (this.reason.isEmpty()) {
      this.reason = reason;
    }
  }

  /** The client is gone before the end of its answer. */
  public void abandoned(String reason, int status) {
    failed(reason);
    if (this.status == 0) {
      this.status = status;
    }
  }

  /** Nothing more happens. */
  public void end(long now) {
    duration = now - startedAt;
  }
}
