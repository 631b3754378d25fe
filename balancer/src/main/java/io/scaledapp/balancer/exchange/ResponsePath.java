package io.scaledapp.balancer.exchange;

import io.scaledapp.balancer.compression.EncoderException;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.CompressionPolicy;
import io.scaledapp.balancer.http1.RequestHead;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way of responses to one client: through what keeps them as the app sent them, then through
 * what compresses them, to the client's own relay. One object an exchange, used again.
 */
final class ResponsePath {
  private final ResponseRelay relay;
  private final Client client;
  private final Proxy proxy;
  private final RequestLog log;
  private final Consumer<EncoderException> failed;
  private @Nullable CompressingRelay compressing;
  private boolean compresses;

  /**
   * @param relay the client's own
   * @param log told of each byte of a body that the client gets
   * @param failed told if a body cannot be ended well between calls
   */
  ResponsePath(
      ResponseRelay relay,
      Client client,
      Proxy proxy,
      RequestLog log,
      Consumer<EncoderException> failed) {
    this.relay = relay;
    this.client = client;
    this.proxy = proxy;
    this.log = log;
    this.failed = failed;
  }

  /** The client's own relay, for a request of which no app is known. */
  ResponseRelay begin(RequestHead head) {
    compresses = false;
    relay.begin(head);
    return relay;
  }

  /** What follows the app's cache, if it has one: a compressor where the route says so. */
  ResponseRelay begin(RequestHead head, AppRoute route) {
    CompressionPolicy compression = route.traffic().compression();
    if (compression == null) {
      return relay;
    }
    CompressingRelay made = compressing;
    if (made == null) {
      made = new CompressingRelay(relay, client, proxy, log, failed);
      compressing = made;
    }
    compresses = true;
    return made.begin(head, route.app(), compression);
  }

  /** The same once more, for a response that comes from the cache. */
  ResponseRelay behindCache() {
    return compresses && compressing != null ? compressing : relay;
  }

  /** Whether clients get another number of bytes than was sent, which is logged on the way. */
  boolean compresses() {
    return compresses;
  }
}
