package io.scaledapp.operator.control.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scaledapp.balancer.pem.Pem;
import io.scaledapp.operator.control.ServingCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCertificatesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final CertificateMaker maker = new CertificateMaker();
  private final Issued authority = maker.authority(NOW, Duration.ofDays(1));
  private final Issued serving = serving();
  private final String chain = Pem.of(List.of(serving.certificate(), authority.certificate()));
  private Path certificate;
  private Path key;
  private FileCertificates files;

  @BeforeEach
  void write(@TempDir Path folder) throws IOException {
    certificate = folder.resolve("tls.crt");
    key = folder.resolve("tls.key");
    files = new FileCertificates(certificate, key);
    Files.writeString(certificate, chain);
    Files.writeString(key, Pem.of(serving.key()));
  }

  @Test
  void wholeChainIsShown() throws IOException {
    assertThat(files.read()).isEqualTo(new ServingCertificate(chain, Pem.of(serving.key())));
  }

  @Test
  void keyOfAnotherCertificateIsRefusedWithBothFiles() throws IOException {
    Files.writeString(key, Pem.of(serving().key()));

    assertThatThrownBy(files::read)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("tls.crt", "tls.key", "that of another certificate");
  }

  @Test
  void fileThatIsNotThereIsNamed() throws IOException {
    Files.delete(key);

    assertThatThrownBy(files::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(key.toString());
  }

  @Test
  void emptyFilesAreRefused() throws IOException {
    Files.writeString(certificate, "");
    assertThatThrownBy(files::read).hasMessageContaining("no certificate");
    Files.writeString(certificate, chain);
    Files.writeString(key, "");
    assertThatThrownBy(files::read).hasMessageContaining("no private key");
  }

  private Issued serving() {
    return maker.serving(authority, List.of("operators"), NOW, Duration.ofDays(1));
  }
}
