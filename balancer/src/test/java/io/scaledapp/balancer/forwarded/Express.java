package io.scaledapp.balancer.forwarded;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an Express 5 app reads from the lines with {@code trust proxy} set to a list of addresses: a
 * transcript of {@code req.ip}, {@code req.ips}, {@code req.protocol} and {@code req.hostname}, and
 * of the package proxy-addr beneath them.
 */
record Express(Map<String, String> headers, InetAddress socket, TrustedProxies trust) {

  String ip() {
    return addresses().getLast();
  }

  List<String> ips() {
    return addresses().reversed().subList(0, addresses().size() - 1);
  }

  String protocol() {
    return firstOf(headers.getOrDefault("X-Forwarded-Proto", "http"));
  }

  String hostname() {
    String host = firstOf(headers.getOrDefault("X-Forwarded-Host", ""));
    int colon = host.indexOf(':', host.indexOf(']') + 1);
    return colon < 0 ? host : host.substring(0, colon);
  }

  /** From the socket's address outwards, until the first that is not trusted. */
  private List<String> addresses() {
    List<String> all = new ArrayList<>(List.of(Node.plain(socket)));
    List<String> list = List.of(headers.getOrDefault("X-Forwarded-For", "").split(" *, *"));
    all.addAll(list.reversed());
    for (int i = 0; i < all.size() - 1; i++) {
      if (!trust.trusts(InetAddress.ofLiteral(all.get(i)))) {
        return all.subList(0, i + 1);
      }
    }
    return all;
  }

  private static String firstOf(String list) {
    return list.split(",", -1)[0].strip();
  }
}
