package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.tls.TlsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class CertificateReplacementTest {
  private static final String HI = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  private static final Certificates CERTIFICATES = new Certificates();
  private static final TlsClient CLIENTS = TlsClient.trusting(CERTIFICATES);

  private final Path folder;

  CertificateReplacementTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Fixture fixture(Replica replica) {
    var tls = TlsOptions.of(folder.resolve("secret"));
    return new Fixture(
        options ->
            options.withListeners(List.of(ListenerOptions.secure("https", "127.0.0.1", 0, tls))),
        Tables.app(replica));
  }

  /** Puts a certificate in force as the kubelet does: by a link that is renamed over another. */
  private void mount(String version, Certificates.Issued certificate) throws IOException {
    certificate.writeTo(folder.resolve(version));
    var secret = Files.createDirectories(folder.resolve("secret"));
    var link = folder.resolve("link-" + version);
    Files.createSymbolicLink(link, folder.resolve(version));
    Files.move(
        link,
        secret.resolve("..data"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    for (var file : List.of("tls.crt", "tls.key")) {
      if (!Files.isSymbolicLink(secret.resolve(file))) {
        Files.createSymbolicLink(secret.resolve(file), Path.of("..data", file));
      }
    }
  }

  private static String subject(int port) {
    try (var client = CLIENTS.connect(port, "")) {
      return TlsClient.certificate(client).getSubjectX500Principal().getName();
    }
  }

  @Test
  void replacedCertificateHoldsForNewConnectionsAndNoRequestFails() throws Exception {
    mount("one", CERTIFICATES.server("one.example"));
    try (var replica = Replica.answering(HI);
        var fixture = fixture(replica);
        var kept = CLIENTS.connect(fixture.balancer.port(), "")) {
      int port = fixture.balancer.port();
      var prober = new Prober(port);
      assertThat(kept.get("/")).isEqualTo(HI);
      for (var name : List.of("two", "three", "four")) {
        mount(name, CERTIFICATES.server(name + ".example"));
        Await.until(name, () -> subject(port).equals("CN=" + name + ".example"));
        assertThat(kept.get("/")).isEqualTo(HI);
      }
      assertThat(prober.end()).isEmpty();
      assertThat(prober.answers).hasPositiveValue();
    }
  }

  @Test
  void badReplacementLeavesTheFormerInForceUntilAGoodOneComes() throws Exception {
    mount("one", CERTIFICATES.server("one.example"));
    try (var replica = Replica.answering(HI);
        var fixture = fixture(replica)) {
      int port = fixture.balancer.port();
      var secret = folder.resolve("one");
      try (var logs = new Logs()) {
        Files.writeString(secret.resolve("tls.crt"), "no certificate");
        Await.until(
            "the reason is told",
            () ->
                logs.lines().stream()
                    .anyMatch(
                        line ->
                            line.contains("secret/tls.crt: ")
                                && line.contains("the one before it stays in force")));
        assertThat(subject(port)).isEqualTo("CN=one.example");
      }
      mount("two", CERTIFICATES.server("two.example"));
      Await.until("the good one", () -> subject(port).equals("CN=two.example"));
    }
  }

  /** Opens connections, and asks twice on each, until it is told to end. */
  private static final class Prober {
    final AtomicInteger answers = new AtomicInteger();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Thread thread;

    Prober(int port) {
      thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (!ended.get()) {
                      probe(port);
                    }
                  });
    }

    private void probe(int port) {
      try (var client = CLIENTS.connect(port, "")) {
        for (int i = 0; i < 2; i++) {
          assertThat(client.get("/")).isEqualTo(HI);
          answers.incrementAndGet();
        }
      } catch (UncheckedIOException | AssertionError e) {
        failures.add(e);
      }
    }

    List<Throwable> end() throws InterruptedException {
      ended.set(true);
      thread.join();
      return List.copyOf(failures);
    }
  }
}
