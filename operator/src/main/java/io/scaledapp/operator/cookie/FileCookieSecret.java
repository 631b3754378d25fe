package io.scaledapp.operator.cookie;

import io.scaledapp.balancer.pem.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/** Secrets in files. */
public final class FileCookieSecret {

  private FileCookieSecret() {}

  /**
   * The secret in a file, which is made, mode 0600, if there is none or one that is too short. It
   * appears whole or not at all.
   *
   * @param file in a folder that is there
   * @throws IOException if it can be neither read nor made
   */
  public static byte[] readOrMake(Path file) throws IOException {
    byte[] known = read(file);
    if (known.length >= CookieKeys.SECRET_BYTES) {
      return known;
    }
    byte[] made = new byte[CookieKeys.SECRET_BYTES];
    new SecureRandom().nextBytes(made);
    var fresh = Files.createTempFile(file.toAbsolutePath().getParent(), ".cookie", "", ownerOnly());
    try {
      Files.write(fresh, made);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
    return made;
  }

  /**
   * A secret that is as old as a private key.
   *
   * @param key PEM, in any form without a passphrase
   * @throws IOException if the file holds none
   */
  public static byte[] ofPrivateKey(Path key) throws IOException {
    try {
      return Pem.key(Files.readString(key)).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "cannot use the private key %s: %s; it has to be PEM".formatted(key, e.getMessage()), e);
    }
  }

  private static byte[] read(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  private static FileAttribute<?> ownerOnly() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  }
}
