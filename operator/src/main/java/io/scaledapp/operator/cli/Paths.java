package io.scaledapp.operator.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Parts of a URL's path. */
final class Paths {
  private Paths() {}

  /** Of an app in the admin API. */
  static String app(String name) {
    return "/api/v1/scaledapps/" + segment(name);
  }

  /** A user's text as one segment, so that it cannot name another place. */
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
