package io.scaledapp.samples.spring;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;

/** What Express calls {@code req.ips}. */
final class ForwardedFor {

  private ForwardedFor() {}

  /**
   * The believed part of X-Forwarded-For, the client first; empty if the request came straight to
   * the app. Tomcat's RemoteIpValve took the header apart: the client became the remote address,
   * and X-Forwarded-By names the trusted proxies, of which the last is the peer itself.
   */
  static List<String> addresses(HttpServletRequest request) {
    var proxies = request.getHeader("X-Forwarded-By");
    if (proxies == null) {
      return List.of();
    }
    var addresses = new ArrayList<>(List.of(proxies.split(", ?")));
    addresses.remove(addresses.size() - 1);
    if (!addresses.contains(request.getRemoteAddr())) {
      addresses.add(0, request.getRemoteAddr());
    }
    return addresses;
  }
}
