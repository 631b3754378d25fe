package io.scaledapp.operator.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A folder into which only its owner may look. */
final class PrivateFolder {
  private PrivateFolder() {}

  /**
   * Makes the folder, mode 0700, or gives the one that is there that mode.
   *
   * @throws IOException also when it is another user's
   */
  static void ensure(Path folder) throws IOException {
    var ownerOnly = PosixFilePermissions.fromString("rwx------");
    Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(ownerOnly));
    if (!Files.getPosixFilePermissions(folder).equals(ownerOnly)) {
      Files.setPosixFilePermissions(folder, ownerOnly);
    }
  }
}
