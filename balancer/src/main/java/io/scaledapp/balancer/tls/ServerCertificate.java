package io.scaledapp.balancer.tls;

import io.scaledapp.balancer.pem.KeyMatch;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * A server's certificate with its key, as a folder holds them.
 *
 * @param folder where they were read
 * @param chain the server's own first
 * @param key of the first
 */
record ServerCertificate(Path folder, List<X509Certificate> chain, PrivateKey key) {

  /** What the two files of a folder hold. */
  @SuppressWarnings("ArrayRecordComponent") // Compared by the method below.
  record Files(Path folder, byte[] chain, byte[] key) {

    /**
     * Reads them.
     *
     * @throws TlsException if one cannot be read
     */
    static Files read(Path folder) throws TlsException {
      return new Files(
          folder,
          PemFile.bytes(folder.resolve("tls.crt")),
          PemFile.bytes(folder.resolve("tls.key")));
    }

    boolean sameAs(Files other) {
      return Arrays.equals(chain, other.chain) && Arrays.equals(key, other.key);
    }
  }

  /**
   * The certificate that the files hold.
   *
   * @throws TlsException if they hold none, or the key is another certificate's
   */
  static ServerCertificate of(Files files) throws TlsException {
    var crt = files.folder().resolve("tls.crt");
    var chain = PemFile.certificates(crt, files.chain());
    var keyFile = files.folder().resolve("tls.key");
    var key = PemFile.key(keyFile, files.key());
    try {
      KeyMatch.check(chain.getFirst(), key);
    } catch (GeneralSecurityException e) {
      throw new TlsException(keyFile, "does not fit " + crt + ": " + e.getMessage());
    }
    return new ServerCertificate(files.folder(), chain, key);
  }

  /** Whether its time is over. */
  boolean isExpired(Instant now) {
    return now.isAfter(chain.getFirst().getNotAfter().toInstant());
  }
}
