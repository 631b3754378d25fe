package io.scaledapp.balancer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Clients that trust one authority, with the JDK's TLS. */
final class TlsClient {
  private final SSLContext context;

  private TlsClient(SSLContext context) {
    this.context = context;
  }

  static TlsClient trusting(Certificates certificates) {
    return of(certificates, null);
  }

  /** The same with a certificate of its own. */
  static TlsClient showing(Certificates.Issued own, Certificates certificates) {
    return of(certificates, own.asKeyStore());
  }

  private static TlsClient of(Certificates certificates, @Nullable KeyStore own) {
    try {
      var trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("authority", certificates.authority());
      var trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      var keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(own, new char[0]);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return new TlsClient(context);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Connects, with the handshake done. */
  Client connect(int port, String serverName) {
    return new Client(socket(port, serverName, parameters -> parameters));
  }

  /**
   * Connects, with the handshake done.
   *
   * @param serverName what is asked for; empty: nothing
   * @throws UncheckedIOException if the handshake fails
   */
  SSLSocket socket(int port, String serverName, UnaryOperator<SSLParameters> change) {
    try {
      var socket =
          (SSLSocket)
              context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(10_000);
      var parameters = socket.getSSLParameters();
      parameters.setServerNames(
          serverName.isEmpty() ? List.of() : List.of(new SNIHostName(serverName)));
      socket.setSSLParameters(change.apply(parameters));
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Does the handshake on a connection that is there. */
  SSLSocket over(Socket connected, String serverName) {
    try {
      var socket =
          (SSLSocket) context.getSocketFactory().createSocket(connected, serverName, 443, true);
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server's certificate that the client got. */
  static X509Certificate certificate(Client client) {
    try {
      return (X509Certificate) ((SSLSocket) client.socket).getSession().getPeerCertificates()[0];
    } catch (SSLPeerUnverifiedException e) {
      throw new AssertionError(e);
    }
  }
}
