package io.scaledapp.balancer.forwarded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request on its way to a replica, and what the replica gets to read. */
final class ForwardedRequest {
  private static final TrustedProxies PROXIES =
      TrustedProxies.of(List.of("10.0.0.0/8", "fd00::/8"));
  private static final InetAddress BALANCER = InetAddress.ofLiteral("10.9.9.9");

  String peer = "203.0.113.7";
  String scheme = "http";
  String host = "shop.example.com";
  private final List<Map.Entry<ForwardedField, String>> sent = new ArrayList<>();

  static ForwardedRequest from(String peer) {
    var request = new ForwardedRequest();
    request.peer = peer;
    return request;
  }

  void received(ForwardedField field, String value) {
    sent.add(Map.entry(field, value));
  }

  ForwardedHeaders headers() {
    return ForwardedHeaders.of(
        new Peer(
            InetAddress.ofLiteral(peer),
            51_000,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080),
            scheme.equals("https"),
            false,
            false,
            Optional.empty()),
        PROXIES);
  }

  InetAddress client() {
    return headers().client(request());
  }

  private Received request() {
    ByteBuf head = Unpooled.buffer().writeBytes(host.getBytes(ISO_8859_1));
    var received = new Received();
    received.reset(head);
    received.host(0, host.length());
    for (var line : sent) {
      int start = head.writerIndex();
      head.writeBytes(line.getValue().getBytes(ISO_8859_1));
      received.add(line.getKey(), start, head.writerIndex());
    }
    return received;
  }

  String text() {
    ByteBuf out = Unpooled.buffer();
    headers().write(out, request());
    return out.toString(ISO_8859_1);
  }

  Map<String, String> lines() {
    Map<String, String> lines = new LinkedHashMap<>();
    for (String line : text().split("\r\n", -1)) {
      if (!line.isEmpty()) {
        int colon = line.indexOf(": ");
        assertThat(lines.put(line.substring(0, colon), line.substring(colon + 2))).isNull();
      }
    }
    return lines;
  }

  Express express() {
    return new Express(lines(), BALANCER, PROXIES);
  }
}
