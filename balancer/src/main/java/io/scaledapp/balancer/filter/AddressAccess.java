package io.scaledapp.balancer.filter;

import io.scaledapp.balancer.control.RequestRules;
import io.scaledapp.balancer.forwarded.Network;
import io.scaledapp.balancer.http1.Cause;
import io.scaledapp.balancer.http1.Refusal;
import io.scaledapp.balancer.http1.RequestHead;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may ask, by the client's address: what is denied wins over what is allowed. */
final class AddressAccess {
  private static final Refusal DENIED =
      new Refusal(Cause.ADDRESS_DENIED, "a client whose address the app does not let in");

  private final boolean allowsAll;
  private final Both allowed;
  private final Both denied;

  /** An IPv4 address in IPv6 form is an {@link Inet4Address} in Java, and so IPv4 here. */
  private record Both(AddressRanges v4, AddressRanges v6) {
    static Both of(List<String> cidrs) {
      var ranges = cidrs.stream().map(Network::of).toList();
      return new Both(AddressRanges.of(ranges, true), AddressRanges.of(ranges, false));
    }

    boolean contains(InetAddress address) {
      return (address instanceof Inet4Address ? v4 : v6).contains(address);
    }
  }

  /**
   * @throws IllegalArgumentException naming a range that is none
   */
  AddressAccess(RequestRules.Access rule) {
    allowsAll = rule.allow().isEmpty();
    allowed = Both.of(rule.allow());
    denied = Both.of(rule.deny());
  }

  @Nullable Refusal check(RequestHead head, Sender sender) {
    return lets(sender.address(head)) ? null : DENIED;
  }

  boolean lets(InetAddress address) {
    return !denied.contains(address) && (allowsAll || allowed.contains(address));
  }
}
