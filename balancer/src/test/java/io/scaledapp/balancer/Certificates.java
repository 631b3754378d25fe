package io.scaledapp.balancer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.jspecify.annotations.Nullable;

/** An authority of a test, and what it signs. */
final class Certificates {
  private static final AtomicLong SERIAL = new AtomicLong();

  /** A certificate with its key. */
  record Issued(X509Certificate certificate, KeyPair keys) {

    /** Writes the two files of a folder, the key as {@code openssl} and Go do. */
    Path writeTo(Path folder) {
      try {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("tls.crt"), pem(certificate), US_ASCII);
        Files.writeString(folder.resolve("tls.key"), pem(traditional(keys.getPrivate())), US_ASCII);
        return folder;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** As a client's key store, without a password. */
    KeyStore asKeyStore() {
      try {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
            "client", keys.getPrivate(), new char[0], new Certificate[] {certificate});
        return store;
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private final Issued authority;

  Certificates() {
    authority = issue("CN=authority", keys("EC"), null, true, Duration.ofDays(1));
  }

  X509Certificate authority() {
    return authority.certificate();
  }

  String authorityPem() {
    return pem(authority());
  }

  /** The authority's certificate as a file. */
  Path writeAuthority(Path file) {
    try {
      return Files.writeString(file, pem(authority()), US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For a server of these DNS names and IP addresses. */
  Issued server(String... names) {
    return issue("CN=" + names[0], keys("EC"), authority, false, Duration.ofDays(1), names);
  }

  /** The same with a key of another kind: EC or RSA. */
  Issued serverWithKey(String algorithm, String name) {
    return issue("CN=" + name, keys(algorithm), authority, false, Duration.ofDays(1), name);
  }

  Issued client(String subject) {
    return issue(subject, keys("EC"), authority, false, Duration.ofDays(1));
  }

  /** PKCS #1 or SEC 1. */
  private static Object traditional(PrivateKey key) throws IOException {
    if (key instanceof ECPrivateKey elliptic) {
      var structure =
          new org.bouncycastle.asn1.sec.ECPrivateKey(
              256, elliptic.getS(), SECObjectIdentifiers.secp256r1);
      return new PemObject("EC PRIVATE KEY", structure.getEncoded());
    }
    return key;
  }

  private static String pem(Object object) {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static KeyPair keys(String algorithm) {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(algorithm.equals("EC") ? 256 : 2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Issued issue(
      String subject,
      KeyPair keys,
      @Nullable Issued issuer,
      boolean authority,
      Duration life,
      String... names) {
    try {
      var now = Instant.now();
      var builder =
          new JcaX509v3CertificateBuilder(
              issuer == null
                  ? new X500Principal(subject)
                  : issuer.certificate().getSubjectX500Principal(),
              BigInteger.valueOf(SERIAL.incrementAndGet()),
              Date.from(now.minus(Duration.ofMinutes(5))),
              Date.from(now.plus(life)),
              new X500Principal(subject),
              keys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (names.length > 0) {
        builder.addExtension(Extension.subjectAlternativeName, false, names(names));
      }
      var signer = issuer == null ? keys : issuer.keys();
      var signed =
          builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()));
      return new Issued(new JcaX509CertificateConverter().getCertificate(signed), keys);
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static GeneralNames names(String... names) {
    return new GeneralNames(
        Stream.of(names)
            .map(
                name ->
                    new GeneralName(
                        name.matches("[0-9.]+|.*:.*") ? GeneralName.iPAddress : GeneralName.dNSName,
                        name))
            .toArray(GeneralName[]::new));
  }
}
