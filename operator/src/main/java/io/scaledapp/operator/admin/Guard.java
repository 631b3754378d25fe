package io.scaledapp.operator.admin;

import com.sun.net.httpserver.Headers;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may ask. A page of another site that a user's browser shows can send requests to
 * loopback, also under a name of its own that resolves there (DNS rebinding): such a request names
 * a foreign Host or Origin and is refused before anything is done. Commands need the token as well.
 */
final class Guard {

  private final AdminToken token;
  private final Set<String> hosts;
  private final Set<String> origins;

  /**
   * @param address where the API listens
   */
  Guard(InetSocketAddress address, AdminToken token) {
    this.token = token;
    var literal = HostLiteral.of(address.getAddress());
    hosts =
        Stream.of("localhost", "127.0.0.1", "[::1]", literal)
            .map(host -> host + ":" + address.getPort())
            .collect(Collectors.toUnmodifiableSet());
    origins = hosts.stream().map(host -> "http://" + host).collect(Collectors.toUnmodifiableSet());
  }

  /** The answer to a request that may not go on; null when it may. */
  @Nullable Answer refuse(Headers headers, boolean needsToken) {
    if (!isOne(headers, "Host", hosts)) {
      return Answer.problem(403, "Forbidden", "the Host header must be one of " + hosts);
    }
    if (headers.containsKey("Origin") && !isOne(headers, "Origin", origins)) {
      return Answer.problem(403, "Forbidden", "requests of other sites' pages are refused");
    }
    if (needsToken && !token.matches(headers.getFirst("Authorization"))) {
      return Answer.problem(
          401, "Unauthorized", "needs the header Authorization: Bearer with the token file's text");
    }
    return null;
  }

  private static boolean isOne(Headers headers, String name, Set<String> allowed) {
    var values = headers.get(name);
    return values != null
        && values.size() == 1
        && allowed.contains(values.getFirst().toLowerCase(Locale.ROOT));
  }
}
