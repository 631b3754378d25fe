package io.scaledapp.operator.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.wire.Frame;
import io.scaledapp.balancer.pem.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** An operator that does what a test says, also what none would do. */
final class RawOperator implements AutoCloseable {
  private static final char[] PASSWORD = "test".toCharArray();

  final AtomicInteger accepted = new AtomicInteger();
  private final SSLServerSocket socket;
  private final Deque<RawStream> streams = new ArrayDeque<>();

  RawOperator(Authority authority, String address, int port) {
    try {
      socket =
          (SSLServerSocket)
              showing(authority.serving())
                  .getServerSocketFactory()
                  .createServerSocket(port, 50, ControlFixture.address(address));
      socket.setSoTimeout(10_000);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SSLContext showing(ServingCertificate certificate)
      throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    var chain = Pem.certificates(certificate.chain()).toArray(Certificate[]::new);
    store.setKeyEntry("key", Pem.key(certificate.key()), PASSWORD, chain);
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  /** The next connection of a balancer. */
  RawStream accept() {
    try {
      var stream = new RawStream(socket.accept());
      accepted.incrementAndGet();
      streams.push(stream);
      return stream;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next connection of a balancer, which has said hello and is welcome. */
  RawStream welcome(boolean takesLoadChanges) {
    var stream = accept();
    assertThat(stream.read()).isInstanceOf(Frame.Hello.class);
    return stream.send(new Frame.Welcome(Frame.VERSION, takesLoadChanges));
  }

  @Override
  public void close() {
    streams.forEach(RawStream::close);
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
