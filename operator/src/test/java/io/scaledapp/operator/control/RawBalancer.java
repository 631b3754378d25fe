package io.scaledapp.operator.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.wire.Frame;
import io.scaledapp.balancer.pem.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A balancer that does what a test says, also what none would do. */
final class RawBalancer implements AutoCloseable {
  final RawStream stream;
  private final SSLSocket socket;

  RawBalancer(Authority authority, String address, int port) {
    try {
      socket =
          (SSLSocket)
              trusting(authority)
                  .getSocketFactory()
                  .createSocket(ControlFixture.address(address), port);
      socket.startHandshake();
      stream = new RawStream(socket);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SSLContext trusting(Authority authority)
      throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("ca", Pem.certificates(authority.pem()).getFirst());
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  X509Certificate serverCertificate() {
    try {
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says hello with a good token and is welcome. */
  RawBalancer hello(String name) {
    stream.send(new Frame.Hello(Frame.VERSION, name, "uid-0", name + ":uid-0"));
    assertThat(stream.read()).isEqualTo(new Frame.Welcome(Frame.VERSION, true));
    return this;
  }

  /** The next frame that is not about slots; null at the end of the stream. */
  @Nullable Frame readOfTables() {
    var frame = stream.read();
    while (frame instanceof Frame.Grants) {
      frame = stream.read();
    }
    return frame;
  }

  @Override
  public void close() {
    stream.close();
  }
}
