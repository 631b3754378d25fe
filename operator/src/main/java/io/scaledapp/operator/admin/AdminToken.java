package io.scaledapp.operator.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The secret that proves that a caller of the admin API is the user who started the program: it
 * lies in a file that only this user can read, for as long as the program runs.
 */
public final class AdminToken implements AutoCloseable {

  private static final int BYTES = 32;

  private final Path file;
  private final byte[] secret;

  private AdminToken(Path file, String secret) {
    this.file = file;
    this.secret = secret.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Makes a fresh token and its file, mode 0600. The file appears whole or not at all, and replaces
   * one that a killed program left.
   *
   * @param file its folder is made, mode 0700, when it is not there
   */
  public static AdminToken create(Path file) throws IOException {
    var random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    var secret = HexFormat.of().formatHex(random);
    var folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder, permissions("rwx------"));
    var fresh = Files.createTempFile(folder, ".token", "", permissions("rw-------"));
    try {
      Files.writeString(fresh, secret, StandardCharsets.US_ASCII);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
    return new AdminToken(file, secret);
  }

  /** The file for the program whose admin API listens at an address. */
  public static Path file(Path stateFolder, String host, int port) {
    return stateFolder.resolve("admin-" + host.replace(':', '_') + "-" + port + ".token");
  }

  /**
   * Whether an {@code Authorization} header carries this token. Takes equally long for each wrong
   * one, so that it cannot be guessed by the time (RFC 6750, section 2.1 gives the form).
   */
  public boolean matches(@Nullable String authorization) {
    if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return false;
    }
    var given = authorization.substring(7).strip().getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(secret, given);
  }

  /** Removes the file, unless it has become another program's. */
  @Override
  public void close() throws IOException {
    if (Files.exists(file) && MessageDigest.isEqual(secret, Files.readAllBytes(file))) {
      Files.deleteIfExists(file);
    }
  }

  private static java.nio.file.attribute.FileAttribute<?> permissions(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }
}
