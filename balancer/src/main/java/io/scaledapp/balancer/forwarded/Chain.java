package io.scaledapp.balancer.forwarded;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

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

  static Chain of(Received received, TrustedProxies trusted) {
    String list = received.list(ForwardedField.X_FORWARDED_FOR);
    String forwarded = received.list(ForwardedField.FORWARDED);
    List<ForwardedElement> elements = ForwardedParser.parse(forwarded);
    if (elements == null || elements.isEmpty()) {
      String realIp = received.list(ForwardedField.X_REAL_IP);
      List<InetAddress> hops = walk(list.isEmpty() ? realIp : list, trusted);
      return new Chain(list, "", hops, ForwardedElement.NOTHING);
    }
    if (!list.isEmpty()) {
      return new Chain(list, forwarded, walk(list, trusted), ForwardedElement.NOTHING);
    }
    List<InetAddress> hops = walk(elements, trusted);
    ForwardedElement first =
        hops.isEmpty() ? ForwardedElement.NOTHING : elements.get(elements.size() - hops.size());
    return new Chain("", forwarded, hops, first);
  }

  InetAddress client(InetAddress peer) {
    return hops.isEmpty() ? peer : hops.getFirst();
  }

  private static List<InetAddress> walk(String list, TrustedProxies trusted) {
    List<InetAddress> hops = new ArrayList<>();
    int end = list.length();
    boolean further = true;
    while (further && end > 0) {
      int comma = list.lastIndexOf(',', end - 1);
      String node = list.substring(comma + 1, end).strip();
      further = node.isEmpty() || step(hops, node, trusted);
      end = comma;
    }
    return hops;
  }

  private static List<InetAddress> walk(List<ForwardedElement> list, TrustedProxies trusted) {
    List<InetAddress> hops = new ArrayList<>();
    for (ForwardedElement element : list.reversed()) {
      if (element.forNode() == null || !step(hops, element.forNode(), trusted)) {
        break;
      }
    }
    return hops;
  }

  /** Adds one more hop on the left, if it is an address; whether the one before it can be told. */
  private static boolean step(List<InetAddress> hops, String node, TrustedProxies trusted) {
    InetAddress address = Node.parse(node);
    if (address != null) {
      hops.addFirst(address);
    }
    return address != null && trusted.trusts(address);
  }
}
