package io.scaledapp.operator.control.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;

/** Makes certificates (RFC 5280) with keys on the curve P-256. Any thread. */
public final class CertificateMaker {
  /** Clocks of other machines may be behind. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  /** Positive and at most 20 bytes, as RFC 5280 section 4.1.2.2 asks. */
  private static final int SERIAL_BITS = 127;

  private final SecureRandom random = new SecureRandom();

  /** An authority that signs serving certificates and nothing else. */
  public Issued authority(Instant now, Duration life) {
    var subject = new X500Principal("CN=scaledapp control authority " + now.getEpochSecond());
    try {
      var keys = keys();
      var builder = builder(subject, subject, keys, now, life);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
      return sign(builder, keys, keys.getPrivate());
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("cannot make a certificate authority", e);
    }
  }

  /**
   * A certificate for a server of these names.
   *
   * @param names DNS names and IP literals, at least one
   */
  public Issued serving(Issued authority, List<String> names, Instant now, Duration life) {
    var subject = new X500Principal("CN=scaledapp operator");
    try {
      var keys = keys();
      var issuer = authority.certificate().getSubjectX500Principal();
      var builder = builder(issuer, subject, keys, now, life);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      builder.addExtension(Extension.subjectAlternativeName, false, names(names));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority.certificate()));
      return sign(builder, keys, authority.key());
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("cannot make a certificate for " + names, e);
    }
  }

  private KeyPair keys() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }

  private X509v3CertificateBuilder builder(
      X500Principal issuer, X500Principal subject, KeyPair keys, Instant now, Duration life)
      throws GeneralSecurityException, IOException {
    var builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
            Date.from(now.minus(CLOCK_SKEW)),
            Date.from(now.plus(life)),
            subject,
            keys.getPublic());
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
    return builder;
  }

  private static GeneralNames names(List<String> names) {
    return new GeneralNames(
        names.stream().map(name -> new GeneralName(kind(name), name)).toArray(GeneralName[]::new));
  }

  private static int kind(String name) {
    return IPAddress.isValid(name) ? GeneralName.iPAddress : GeneralName.dNSName;
  }

  private static Issued sign(X509v3CertificateBuilder builder, KeyPair keys, PrivateKey signer)
      throws GeneralSecurityException, OperatorCreationException {
    var signed = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer));
    var certificate = new JcaX509CertificateConverter().getCertificate(signed);
    return new Issued(certificate, keys.getPrivate());
  }
}
