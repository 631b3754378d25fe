package io.scaledapp.balancer.forwarded;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The way of a request to a trusted peer, as far as trusted proxies tell it. Like Express's {@code
 * trust proxy}, it is walked from the right while addresses are trusted: the first that is not is
 * the client, and what stands left of it is anybody's claim.
 *
 * @param receivedFor X-Forwarded-For as received, one list
 * @param receivedForwarded Forwarded as received, one list; empty if it is malformed
 * @param hops the client and the trusted proxies after it, without the peer; may be empty
 * @param first what the first trusted proxy said in Forwarded, if the hops come from there
 */
record Chain(
    String receivedFor, String receivedForwarded, List<InetAddress> hops, ForwardedElement first) {
  private static final ForwardedElement NOTHING = new ForwardedElement(null, null, null);

  static Chain of(Received received, TrustedProxies trusted) {
    String list = received.list(ForwardedField.X_FORWARDED_FOR);
    String forwarded = received.list(ForwardedField.FORWARDED);
    List<ForwardedElement> parsed = ForwardedParser.parse(forwarded);
    List<ForwardedElement> elements = parsed == null ? List.of() : parsed;
    String valid = elements.isEmpty() ? "" : forwarded;
    if (!list.isEmpty()) {
      return new Chain(list, valid, walk(addresses(list), trusted), NOTHING);
    }
    if (!elements.isEmpty()) {
      List<InetAddress> hops =
          walk(elements.stream().map(ForwardedElement::forNodeOrUnknown).toList(), trusted);
      ForwardedElement first =
          hops.isEmpty() ? NOTHING : elements.get(elements.size() - hops.size());
      return new Chain("", valid, hops, first);
    }
    String realIp = received.list(ForwardedField.X_REAL_IP);
    return new Chain("", "", walk(List.of(realIp.strip()), trusted), NOTHING);
  }

  InetAddress client(InetAddress peer) {
    return hops.isEmpty() ? peer : hops.getFirst();
  }

  /** X-Forwarded-For for the replica: as received, or made from the other fields; then the peer. */
  String forwardedFor(InetAddress peer) {
    String before =
        receivedFor.isEmpty()
            ? hops.stream().map(Node::plain).collect(Collectors.joining(", "))
            : receivedFor;
    return before.isEmpty() ? Node.plain(peer) : before + ", " + Node.plain(peer);
  }

  /**
   * Forwarded for the replica: as received, or else made from the other fields (RFC 7239 section
   * 7.4), since frameworks prefer it to those; then an element for the peer.
   */
  String forwarded(InetAddress peer, Origin origin, Origin atPeer) {
    if (!receivedForwarded.isEmpty()) {
      return receivedForwarded + ", " + element(peer, atPeer);
    }
    if (hops.isEmpty()) {
      return element(peer, origin);
    }
    String proxies =
        hops.stream().skip(1).map(hop -> ", for=" + Node.quoted(hop)).collect(Collectors.joining());
    return element(hops.getFirst(), origin) + proxies + ", " + element(peer, atPeer);
  }

  private static String element(InetAddress node, Origin origin) {
    String host = origin.host().isEmpty() ? "" : ";host=\"" + origin.host() + "\"";
    return "for=" + Node.quoted(node) + ";proto=" + origin.proto() + host;
  }

  private static List<InetAddress> walk(List<String> nodes, TrustedProxies trusted) {
    List<InetAddress> hops = new ArrayList<>();
    for (String node : nodes.reversed()) {
      InetAddress address = Node.parse(node);
      if (address == null) {
        break;
      }
      hops.addFirst(address);
      if (!trusted.trusts(address)) {
        break;
      }
    }
    return hops;
  }

  private static List<String> addresses(String list) {
    return Arrays.stream(list.split(",", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}
