package io.scaledapp.operator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a request is answered with.
 *
 * @param status the HTTP status
 * @param headers Content-Type and what else the status asks for
 * @param body whole
 */
record Answer(int status, Map<String, String> headers, byte[] body) {

  static Answer json(int status, JsonNode body) {
    return of(status, "application/json", body + "\n");
  }

  static Answer text(int status, String body) {
    return of(status, "text/plain; charset=utf-8", body);
  }

  static Answer of(int status, String contentType, String body) {
    return new Answer(
        status, Map.of("Content-Type", contentType), body.getBytes(StandardCharsets.UTF_8));
  }

  static Answer noContent() {
    return new Answer(204, Map.of(), new byte[0]);
  }

  /** A problem document (RFC 9457) whose {@code detail} is one line for a person. */
  static Answer problem(int status, String title, String detail) {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("title", title).put("status", status).put("detail", detail);
    return of(status, "application/problem+json", body + "\n");
  }

  static Answer methodNotAllowed(String allowed) {
    var problem = problem(405, "Method Not Allowed", "this place answers " + allowed);
    var type = problem.headers().get("Content-Type");
    return new Answer(405, Map.of("Content-Type", type, "Allow", allowed), problem.body());
  }
}
