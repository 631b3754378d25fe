package io.scaledapp.balancer.pem;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;

/** Whether a certificate and a private key belong together. */
public final class KeyMatch {
  private static final byte[] PROBE = {1};

  private KeyMatch() {}

  /**
   * Has the key sign what the certificate then verifies.
   *
   * @throws GeneralSecurityException if they do not belong together
   */
  public static void check(X509Certificate certificate, PrivateKey key)
      throws GeneralSecurityException {
    var algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> key.getAlgorithm();
        };
    var signer = Signature.getInstance(algorithm);
    signer.initSign(key);
    signer.update(PROBE);
    if (!verifies(certificate, algorithm, signer.sign())) {
      throw new GeneralSecurityException("the private key is that of another certificate");
    }
  }

  private static boolean verifies(X509Certificate certificate, String algorithm, byte[] signed)
      throws GeneralSecurityException {
    var verifier = Signature.getInstance(algorithm);
    try {
      verifier.initVerify(certificate.getPublicKey());
      verifier.update(PROBE);
      return verifier.verify(signed);
    } catch (InvalidKeyException | SignatureException e) {
      // A key of another kind, or a signature of another length than its own would make.
      return false;
    }
  }
}
