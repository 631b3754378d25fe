package io.scaledapp.balancer.control.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds all addresses of a name. May block; any thread. */
@FunctionalInterface
public interface AddressResolver {

  /** The system's; how long it keeps an answer is {@code networkaddress.cache.ttl}'s to say. */
  AddressResolver SYSTEM = host -> new LinkedHashSet<>(List.of(InetAddress.getAllByName(host)));

  Set<InetAddress> resolve(String host) throws UnknownHostException;
}
