package io.scaledapp.operator.up;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.scaledapp.balancer.pem.Pem;
import io.scaledapp.operator.control.certificate.CertificateMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A certificate for this machine alone, of an authority that signs no other: its key is forgotten
 * at once, so that whoever trusts it need not fear what else is signed.
 */
final class DevelopmentCertificate {

  /** A run is seldom longer; the next one makes another. */
  private static final Duration LIFE = Duration.ofDays(90);

  private DevelopmentCertificate() {}

  /**
   * Makes one in the folder: {@code tls.crt}, {@code tls.key} and {@code ca.crt}, which clients are
   * to trust, in place of what a run before made there.
   *
   * @param names DNS names and IP addresses, at least one
   */
  static void make(Path folder, List<String> names, Instant now) throws IOException {
    var maker = new CertificateMaker();
    var authority = maker.authority(now, LIFE);
    var serving = maker.serving(authority, names, now, LIFE);
    PrivateFolder.ensure(folder);
    write(folder.resolve("ca.crt"), Pem.of(authority.certificate()));
    write(folder.resolve("tls.crt"), Pem.of(serving.certificate()));
    write(folder.resolve("tls.key"), Pem.of(serving.key()));
  }

  private static void write(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.createFile(file, ownerOnly);
    Files.writeString(file, text, UTF_8, StandardOpenOption.WRITE);
  }
}
