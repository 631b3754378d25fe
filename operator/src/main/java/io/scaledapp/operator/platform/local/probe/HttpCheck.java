package io.scaledapp.operator.platform.local.probe;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks for a page and looks at its status. By the kubelet's rules: 200 to 399 passes; a redirect to
 * the same host is followed up to ten times, one to another host passes as it is.
 */
final class HttpCheck {
  private static final int REDIRECTS = 10;

  private HttpCheck() {}

  static Optional<String> attempt(Check.Http check, Target target, Duration timeout) {
    var deadline = System.nanoTime() + timeout.toNanos();
    var uri = uri(check, target);
    try {
      var page = URI.create(uri);
      for (var redirects = 0; redirects <= REDIRECTS; redirects++) {
        var answer = HttpGet.send(page, check.headers(), deadline);
        var next = sameHost(page, answer);
        if (next.isEmpty()) {
          return verdict(page, answer.status());
        }
        page = next.get();
      }
      return Optional.of("GET %s: more than %d redirects".formatted(uri, REDIRECTS));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of("GET %s: %s".formatted(uri, e.getMessage()));
    }
  }

  private static String uri(Check.Http check, Target target) {
    return "%s://%s:%d%s"
        .formatted(
            check.tls() ? "https" : "http",
            check.host().orElse(target.host()),
            check.port().orElse(target.port()),
            check.path());
  }

  private static Optional<URI> sameHost(URI page, HttpGet.Answer answer) {
    return answer
        .location()
        .filter(location -> answer.status() >= 300 && answer.status() < 400)
        .map(page::resolve)
        .filter(next -> page.getHost().equals(next.getHost()));
  }

  private static Optional<String> verdict(URI page, int status) {
    return status >= 200 && status < 400
        ? Optional.empty()
        : Optional.of("GET %s answered %d".formatted(page, status));
  }
}
