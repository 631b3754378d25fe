package io.scaledapp.e2e.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.scaledapp.e2e.differential.RecordingBackend.Received;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A whole request that an app got.
 *
 * @param app whose it was
 * @param target in origin form, whatever form it came in
 * @param host in lower case; empty if none came
 * @param body its content, without chunks
 */
record Reading(
    String app, String method, String target, String host, String body, String trailers) {

  private static final int SHOWN = 40;

  static Optional<Reading> of(Received received) {
    var request = ForgivingReader.read(new String(received.bytes(), ISO_8859_1));
    if (!request.isWhole()) {
      return Optional.empty();
    }
    var target = request.target();
    var host = request.field("host");
    if (target.matches("(?i)https?://.*")) {
      var authority = target.indexOf("//") + 2;
      var path = (target + "/").indexOf('/', authority);
      host = target.substring(authority, Math.min(path, target.length()));
      target = path < target.length() ? target.substring(path) : "/";
    }
    return Optional.of(
        new Reading(
            received.app(),
            request.method(),
            target,
            host.toLowerCase(Locale.ROOT),
            request.body(),
            request.trailers()));
  }

  /** Whether both are the same request of the same app; trailers may be dropped. */
  boolean agreesWith(Reading other) {
    return app.equals(other.app)
        && method.equals(other.method)
        && target.equals(other.target)
        && host.equals(other.host)
        && body.equals(other.body);
  }

  @Override
  public String toString() {
    var words = Stream.of(app, method, Escapes.encode(target, SHOWN), hostShown(), bodyShown());
    return String.join(" ", words.filter(word -> !word.isEmpty()).toList());
  }

  /** The host where it is not the usual one. */
  private String hostShown() {
    return host.equals("app.test") ? "" : "host=" + Escapes.encode(host, SHOWN);
  }

  private String bodyShown() {
    var shown = body.isEmpty() ? "" : "'" + Escapes.encode(body, SHOWN) + "'";
    return trailers.isEmpty() ? shown : shown + " trailers " + Escapes.encode(trailers, SHOWN);
  }
}
