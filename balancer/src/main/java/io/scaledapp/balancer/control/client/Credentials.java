package io.scaledapp.balancer.control.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a connection needs, as the files say it at that moment: both are replaced while the balancer
 * runs.
 *
 * @param ca PEM certificates
 * @param token proves who the balancer is
 */
record Credentials(Buffer ca, String token) {

  /**
   * Reads both files; blocks.
   *
   * @throws IOException if one cannot be read, with its name
   */
  static Credentials read(ControlClientOptions options) throws IOException {
    return new Credentials(
        Buffer.buffer(read(options.ca(), "the authorities' certificates")),
        new String(read(options.token(), "the token"), UTF_8).strip());
  }

  private static byte[] read(Path file, String what) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IOException("cannot read " + what + " from " + file + ": " + e, e);
    }
  }

  /** Without the token, which is a secret. */
  @Override
  public String toString() {
    return "Credentials[ca of " + ca.length() + " bytes]";
  }
}
