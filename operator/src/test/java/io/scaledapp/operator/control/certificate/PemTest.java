package io.scaledapp.operator.control.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scaledapp.balancer.pem.Pem;
import java.io.IOException;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;

class PemTest {
  private final Issued issued = new CertificateMaker().authority(Instant.EPOCH, Duration.ofDays(1));

  @Test
  void whatWasWrittenIsRead() throws GeneralSecurityException {
    assertThat(Pem.certificates(Pem.of(issued.certificate())))
        .containsExactly(issued.certificate());
    assertThat(Pem.key(Pem.of(issued.key()))).isEqualTo(issued.key());
  }

  @Test
  void rsaKeyInPkcs1IsRead() throws GeneralSecurityException, IOException {
    var key = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
    var text = text(key);

    assertThat(text).startsWith("-----BEGIN RSA PRIVATE KEY-----");
    assertThat(Pem.key(text)).isEqualTo(key);
  }

  /** As Go and OpenSSL write it, with the name of the curve inside. */
  @Test
  void ellipticCurveKeyInSec1IsRead() throws GeneralSecurityException, IOException {
    var secret = ((ECPrivateKey) issued.key()).getS();
    var key =
        new org.bouncycastle.asn1.sec.ECPrivateKey(256, secret, SECObjectIdentifiers.secp256r1);
    var text = text(new PemObject("EC PRIVATE KEY", key.getEncoded()));

    assertThat(((ECPrivateKey) Pem.key(text)).getS()).isEqualTo(secret);
  }

  @Test
  void textWithoutAKeyIsRefused() {
    for (var text : new String[] {"", "no key", Pem.of(issued.certificate())}) {
      assertThatThrownBy(() -> Pem.key(text))
          .isInstanceOf(GeneralSecurityException.class)
          .hasMessageContaining("no private key");
    }
  }

  @Test
  void keyThatIsNoneIsRefused() {
    for (var body : new String[] {"*", "AAAA"}) {
      var text = "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
      assertThatThrownBy(() -> Pem.key(text)).isInstanceOf(GeneralSecurityException.class);
    }
  }

  private static String text(Object object) throws IOException {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }
}
