package io.scaledapp.balancer.tunnel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What the balancer asks a replica for a WebSocket with, in place of a client that has no use for
 * it (RFC 6455 section 4.1, RFC 8441 section 5).
 *
 * @param value of {@code Sec-WebSocket-Key}
 */
public record WebSocketKey(String value) {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int BYTES = 16;

  /** A fresh one. It is no secret: it only shows that the answer is to this request. */
  public static WebSocketKey random() {
    byte[] nonce = new byte[BYTES];
    ThreadLocalRandom.current().nextBytes(nonce);
    return new WebSocketKey(Base64.getEncoder().encodeToString(nonce));
  }

  /** The value of {@code Sec-WebSocket-Accept} that agrees (RFC 6455 section 4.2.2). */
  public String accept() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-1").digest((value + GUID).getBytes(US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
