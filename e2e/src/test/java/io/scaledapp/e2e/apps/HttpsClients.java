package io.scaledapp.e2e.apps;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Asks without a pause, over one connection that is kept and over ones that are opened for each
 * request, and counts what fails.
 */
final class HttpsClients implements AutoCloseable {
  private static final int MAX_MILLIS = 10_000;

  private final InetSocketAddress address;
  private final String host;
  private final SSLContext context;
  private final AtomicInteger answered = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;
  private final List<Thread> threads;

  private HttpsClients(InetSocketAddress address, String host, SSLContext context) {
    this.address = address;
    this.host = host;
    this.context = context;
    threads =
        List.of(
            Thread.ofVirtual().unstarted(() -> probe(Integer.MAX_VALUE)),
            Thread.ofVirtual().unstarted(() -> probe(1)));
  }

  static HttpsClients start(InetSocketAddress address, String host, X509Certificate authority)
      throws GeneralSecurityException, IOException {
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", authority);
    var trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    var clients = new HttpsClients(address, host, context);
    clients.threads.forEach(Thread::start);
    return clients;
  }

  /** The certificate that a connection gets now. */
  BigInteger servedSerial() {
    try (var socket = connect()) {
      var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return certificate.getSerialNumber();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int answered() {
    return answered.get();
  }

  /** What failed until now. */
  List<String> stop() throws InterruptedException {
    stopped = true;
    for (var thread : threads) {
      thread.join();
    }
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    stopped = true;
  }

  private void probe(int requests) {
    while (!stopped) {
      try (var socket = connect()) {
        for (int i = 0; i < requests && !stopped; i++) {
          ask(socket);
        }
      } catch (IOException e) {
        failures.add(e.toString());
      }
    }
  }

  private SSLSocket connect() throws IOException {
    var plain = new Socket();
    plain.connect(address, MAX_MILLIS);
    plain.setSoTimeout(MAX_MILLIS);
    var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, 443, true);
    var parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** One request, whose answer has a Content-Length. */
  private void ask(Socket socket) throws IOException {
    socket
        .getOutputStream()
        .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(US_ASCII));
    var head = new StringBuilder();
    var in = socket.getInputStream();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the connection ended after: " + head);
      }
      head.append((char) next);
    }
    var length = head.toString().replaceFirst("(?is).*\r\ncontent-length: *([0-9]+)\r\n.*", "$1");
    in.skipNBytes(Long.parseLong(length));
    if (!head.toString().startsWith("HTTP/1.1 200 ")) {
      throw new IOException("answered: " + head);
    }
    answered.incrementAndGet();
  }
}
