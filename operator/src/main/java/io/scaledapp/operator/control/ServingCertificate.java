package io.scaledapp.operator.control;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;

/**
 * What the control server shows who it is with.
 *
 * @param chain PEM certificates, its own first
 * @param key PEM of its private key, PKCS #8
 */
public record ServingCertificate(String chain, String key) {

  PemKeyCertOptions options() {
    return new PemKeyCertOptions()
        .addCertValue(Buffer.buffer(chain.getBytes(US_ASCII)))
        .addKeyValue(Buffer.buffer(key.getBytes(US_ASCII)));
  }

  /** Without the key, which is a secret. */
  @Override
  public String toString() {
    return "ServingCertificate";
  }
}
