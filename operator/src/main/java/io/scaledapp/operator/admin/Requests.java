package io.scaledapp.operator.admin;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the parts of a request. */
final class Requests {
  /**
   * Longest body that is read; a ScaledApp of a megabyte does not fit the Kubernetes API either.
   */
  static final int MAX_BODY_BYTES = 1 << 20;

  private Requests() {}

  /**
   * The refusal of a request whose path has something behind the resource's own, or whose method is
   * not among the allowed ones.
   */
  static Optional<Answer> only(HttpExchange request, String allowed) {
    if (!request.getRequestURI().getPath().equals(request.getHttpContext().getPath())) {
      return Optional.of(Answer.problem(404, "Not Found", "nothing is here"));
    }
    return List.of(allowed.split(", ")).contains(request.getRequestMethod())
        ? Optional.empty()
        : Optional.of(Answer.methodNotAllowed(allowed));
  }

  /** The query's parameters; the last of a name counts. */
  static Map<String, String> query(HttpExchange request) {
    var result = new HashMap<String, String>();
    var query = request.getRequestURI().getRawQuery();
    for (var pair : query == null ? new String[0] : query.split("&")) {
      var equals = pair.indexOf('=');
      var name = equals < 0 ? pair : pair.substring(0, equals);
      var value = equals < 0 ? "" : pair.substring(equals + 1);
      result.put(decode(name), decode(value));
    }
    return result;
  }

  /** The whole body as text, at most {@link #MAX_BODY_BYTES}. */
  static String body(HttpExchange request) throws IOException {
    var bytes = request.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    if (bytes.length > MAX_BODY_BYTES) {
      throw new RequestException(
          413, "Content Too Large", "a body has at most " + MAX_BODY_BYTES + " bytes");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** A part of the path or the query without its escapes. */
  static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new RequestException(400, "Bad Request", "the address holds a broken % escape");
    }
  }
}
