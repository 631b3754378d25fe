package io.scaledapp.operator.platform.local.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Remembers the fingerprint of each app's last successful build, from run to run. */
final class BuildRecords {
  private final Path folder;

  BuildRecords(Path folder) {
    this.folder = folder;
  }

  boolean holds(BuildSpec spec, String fingerprint) throws IOException {
    try {
      return Files.readString(file(spec)).equals(fingerprint);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  void keep(BuildSpec spec, String fingerprint) throws IOException {
    Files.createDirectories(folder);
    var draft = Files.createTempFile(folder, "fingerprint", ".draft");
    Files.writeString(draft, fingerprint);
    Files.move(
        draft, file(spec), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  void forget(BuildSpec spec) throws IOException {
    Files.deleteIfExists(file(spec));
  }

  private Path file(BuildSpec spec) {
    return folder.resolve(Fingerprint.ofText(spec.folder() + "\n" + spec.app()) + ".fingerprint");
  }
}
