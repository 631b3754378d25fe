package io.scaledapp.balancer.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One profile as its files are at present, ready for handshakes.
 *
 * @param options what it is made of
 * @param authorities the file's bytes; empty: the runtime's own
 * @param own the files of the certificate that replicas are shown
 * @param contexts one for each thing that is spoken inside
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by the method below.
record ReplicaProfile(
    ReplicaTlsOptions options,
    byte[] authorities,
    Optional<ServerCertificate.Files> own,
    Map<ReplicaTls.Inside, SslContext> contexts) {

  /**
   * Reads the files, and makes anew what has changed.
   *
   * @param before the profile as it was, which is returned if nothing changed
   * @throws TlsException if a file cannot be used, with the file and the reason
   */
  static ReplicaProfile read(ReplicaTlsOptions options, @Nullable ReplicaProfile before)
      throws TlsException {
    byte[] authorities = new byte[0];
    if (options.authorities().isPresent()) {
      authorities = PemFile.bytes(options.authorities().get());
    }
    Optional<ServerCertificate.Files> own = Optional.empty();
    if (options.certificate().isPresent()) {
      own = Optional.of(ServerCertificate.Files.read(options.certificate().get()));
    }
    if (before != null && before.isOf(options, authorities, own)) {
      return before;
    }
    return new ReplicaProfile(options, authorities, own, contexts(options, authorities, own));
  }

  private boolean isOf(
      ReplicaTlsOptions options, byte[] authorities, Optional<ServerCertificate.Files> own) {
    return this.options.equals(options)
        && Arrays.equals(this.authorities, authorities)
        && this.own.isPresent() == own.isPresent()
        && (own.isEmpty() || this.own.orElseThrow().sameAs(own.get()));
  }

  private static Map<ReplicaTls.Inside, SslContext> contexts(
      ReplicaTlsOptions options, byte[] authorities, Optional<ServerCertificate.Files> own)
      throws TlsException {
    var trusted =
        options.authorities().isPresent()
            ? PemFile.certificates(options.authorities().get(), authorities)
            : List.<X509Certificate>of();
    var certificate = own.isPresent() ? ServerCertificate.of(own.get()) : null;
    var contexts = new EnumMap<ReplicaTls.Inside, SslContext>(ReplicaTls.Inside.class);
    for (var inside : ReplicaTls.Inside.values()) {
      try {
        contexts.put(inside, TlsEngine.clientContext(certificate, trusted, inside.protocols()));
      } catch (SSLException e) {
        contexts.values().forEach(ReferenceCountUtil::release);
        var place = options.certificate().or(options::authorities);
        throw new TlsException(
            place.orElseThrow(() -> new IllegalStateException("the engine takes nothing", e)),
            "cannot be used for TLS: " + e.getMessage());
      }
    }
    return contexts;
  }

  SslContext context(ReplicaTls.Inside inside) {
    var context = contexts.get(inside);
    if (context == null) {
      throw new IllegalStateException("there is a context for each of " + contexts.keySet());
    }
    return context;
  }

  void release() {
    contexts.values().forEach(ReferenceCountUtil::release);
  }
}
