package io.scaledapp.balancer.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What does the cryptography: BoringSSL where it runs, the JDK elsewhere. TLS 1.2 and 1.3, with the
 * cipher suites that Mozilla calls intermediate, but for DHE, and without renegotiation.
 */
final class TlsEngine {
  private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  private static final List<String> CIPHER_SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /** How long a client may take up a session again; clients keep those of TLS 1.3 for 2 h. */
  private static final Duration SESSION_LIFE = Duration.ofHours(2);

  private static final SslProvider PROVIDER = provider();

  private TlsEngine() {}

  private static SslProvider provider() {
    if (OpenSsl.isAvailable()) {
      return SslProvider.OPENSSL_REFCNT;
    }
    // BoringSSL refuses it by itself.
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    return SslProvider.JDK;
  }

  /** What it is called. */
  static String name() {
    return PROVIDER == SslProvider.JDK ? "JDK" : OpenSsl.versionString();
  }

  /**
   * Makes ready what handshakes with replicas need. A replica's certificate must be for the name
   * that is asked for (RFC 9110 section 4.3.4).
   *
   * @param own what replicas are shown; null: nothing
   * @param authorities of replicas' certificates; empty: those that the Java runtime trusts
   * @param inside what is offered by ALPN; empty: nothing
   */
  static SslContext clientContext(
      @Nullable ServerCertificate own, List<X509Certificate> authorities, List<String> inside)
      throws SSLException {
    var builder =
        SslContextBuilder.forClient()
            .sslProvider(PROVIDER)
            .protocols(PROTOCOLS)
            .ciphers(CIPHER_SUITES, SupportedCipherSuiteFilter.INSTANCE)
            .endpointIdentificationAlgorithm("HTTPS");
    if (!authorities.isEmpty()) {
      builder.trustManager(authorities.toArray(X509Certificate[]::new));
    }
    if (own != null) {
      builder.keyManager(own.key(), own.chain().toArray(X509Certificate[]::new));
    }
    if (!inside.isEmpty()) {
      builder.applicationProtocolConfig(offering(inside));
    }
    return builder.build();
  }

  private static ApplicationProtocolConfig offering(List<String> inside) {
    return new ApplicationProtocolConfig(
        Protocol.ALPN,
        SelectorFailureBehavior.NO_ADVERTISE,
        SelectedListenerFailureBehavior.ACCEPT,
        inside);
  }

  /**
   * Makes ready what a certificate's handshakes need.
   *
   * @param authorities of clients' certificates; empty: none is asked for
   */
  static SslContext context(
      ServerCertificate certificate, List<X509Certificate> authorities, ClientAuth clients)
      throws SSLException {
    var builder =
        SslContextBuilder.forServer(
                certificate.key(), certificate.chain().toArray(X509Certificate[]::new))
            .sslProvider(PROVIDER)
            .protocols(PROTOCOLS)
            .ciphers(CIPHER_SUITES, SupportedCipherSuiteFilter.INSTANCE)
            .sessionTimeout(SESSION_LIFE.toSeconds())
            .applicationProtocolConfig(offering(ApplicationProtocols.ALL));
    if (clients != ClientAuth.NONE) {
      builder.trustManager(authorities.toArray(X509Certificate[]::new)).clientAuth(clients);
    }
    return builder.build();
  }
}
