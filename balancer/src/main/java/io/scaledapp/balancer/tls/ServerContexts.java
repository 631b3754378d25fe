package io.scaledapp.balancer.tls;

import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The certificates that are in force, ready for handshakes. Immutable. */
final class ServerContexts {
  private final SslContext first;
  private final Map<String, SslContext> byName = new HashMap<>();
  private final Map<InetAddress, SslContext> byAddress = new HashMap<>();

  /**
   * @param names of the certificate at the same place
   * @param all at least one; the first is for clients that ask for none of the names
   */
  ServerContexts(List<SubjectNames> names, List<SslContext> all) {
    first = all.getFirst();
    for (int i = 0; i < all.size(); i++) {
      var context = all.get(i);
      names.get(i).dns().forEach(name -> byName.putIfAbsent(name, context));
      names.get(i).addresses().forEach(address -> byAddress.putIfAbsent(address, context));
    }
  }

  /**
   * The one for a client: by the name as it stands in a certificate, then by a wildcard in place of
   * its first label (RFC 9525 section 6.3), then by the address that it connected to.
   *
   * @param name in lower case, without a dot at its end; null if it names none
   */
  SslContext find(@Nullable String name, InetAddress address) {
    SslContext found = null;
    if (name != null) {
      found = byName.get(name);
      int dot = name.indexOf('.');
      if (found == null && dot > 0) {
        found = byName.get("*" + name.substring(dot));
      }
    }
    return found != null ? found : byAddress.getOrDefault(address, first);
  }
}
