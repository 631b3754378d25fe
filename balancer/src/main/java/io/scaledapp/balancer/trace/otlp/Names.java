package io.scaledapp.balancer.trace.otlp;

import io.opentelemetry.api.common.AttributeKey;

/**
 * What attributes are called: by OpenTelemetry's semantic conventions for HTTP (1.27), or with
 * {@code scaledapp.} in front where these have no word.
 */
final class Names {
  static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  static final AttributeKey<String> ORIGINAL_METHOD =
      AttributeKey.stringKey("http.request.method_original");
  static final AttributeKey<Long> RESEND_COUNT = AttributeKey.longKey("http.request.resend_count");
  static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
  static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
  static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");
  static final AttributeKey<String> URL = AttributeKey.stringKey("url.full");
  static final AttributeKey<String> CLIENT_ADDRESS = AttributeKey.stringKey("client.address");
  static final AttributeKey<String> PEER_ADDRESS = AttributeKey.stringKey("network.peer.address");
  static final AttributeKey<String> PROTOCOL_VERSION =
      AttributeKey.stringKey("network.protocol.version");
  static final AttributeKey<String> SERVER_ADDRESS = AttributeKey.stringKey("server.address");
  static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");
  static final AttributeKey<String> USER_AGENT = AttributeKey.stringKey("user_agent.original");
  static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

  /** The ScaledApp, as {@code namespace/name}. */
  static final AttributeKey<String> APP = AttributeKey.stringKey("scaledapp.app");

  /** The id of the endpoint, which on a cluster is the pod's name. */
  static final AttributeKey<String> ENDPOINT = AttributeKey.stringKey("scaledapp.endpoint");

  /** Seconds in the app's queue, over all attempts. */
  static final AttributeKey<Double> QUEUE_WAIT = AttributeKey.doubleKey("scaledapp.queue.wait");

  private Names() {}
}
