package io.scaledapp.operator.platform.local.process;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/** Finds the file that a command's first word names, so that a wrong one is told in plain words. */
public final class Program {
  private Program() {}

  /**
   * Resolves a program as a shell does: a name with a slash relative to {@code folder}, any other
   * one along the {@code PATH} of {@code environment}, whose relative entries mean {@code folder}
   * too.
   *
   * @param place the field that names the program, for the message
   * @throws StartException when there is no such file, or it may not be executed
   */
  public static Path find(String name, Path folder, Map<String, String> environment, String place)
      throws StartException {
    try {
      return name.contains("/")
          ? byPath(name, folder, place)
          : alongPath(name, folder, environment.getOrDefault("PATH", ""), place);
    } catch (InvalidPathException e) {
      throw new StartException("%s: \"%s\" is not a file name".formatted(place, name), e);
    }
  }

  private static Path byPath(String name, Path folder, String place) throws StartException {
    var file = folder.resolve(name);
    if (!Files.exists(file)) {
      throw new StartException("%s: there is no file %s".formatted(place, file));
    }
    if (Files.isDirectory(file)) {
      throw new StartException("%s: %s is a folder, not a program".formatted(place, file));
    }
    if (!Files.isExecutable(file)) {
      throw notExecutable(file, place);
    }
    return file;
  }

  private static Path alongPath(String name, Path folder, String path, String place)
      throws StartException {
    Path found = null;
    for (var entry : path.split(":", -1)) {
      var file = folder.resolve(entry).resolve(name);
      if (Files.isRegularFile(file)) {
        if (Files.isExecutable(file)) {
          return file;
        }
        found = found == null ? file : found;
      }
    }
    if (found != null) {
      throw notExecutable(found, place);
    }
    throw new StartException(
        "%s: \"%s\" is not found in PATH (%s); install it, or write its path"
            .formatted(place, name, path));
  }

  private static StartException notExecutable(Path file, String place) {
    return new StartException(
        "%s: %s is not executable; run chmod +x on it, or name its interpreter first"
            .formatted(place, file));
  }
}
