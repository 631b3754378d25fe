package io.scaledapp.operator.platform.local;

import io.scaledapp.operator.autoscaler.Season;
import io.scaledapp.operator.autoscaler.SeasonFormatException;
import io.scaledapp.operator.autoscaler.StoredSeason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the time of day or week brings to each app: one file an app, at most 8 KiB, below {@code
 * seasons} in the state folder. An app is scaled without it as well, so what fails is reported and
 * no more. Any thread.
 */
final class SeasonFiles {

  private static final Logger log = LoggerFactory.getLogger(SeasonFiles.class);

  private final Path folder;

  SeasonFiles(Path stateFolder) {
    this.folder = stateFolder.resolve("seasons");
  }

  /** What was kept; {@link Season#UNKNOWN} if nothing was, or nothing that can be used. */
  synchronized Season read(String app) {
    var file = file(app);
    try {
      return Files.size(file) > StoredSeason.MOST_BYTES
          ? ignored(app, file, "it is larger than " + StoredSeason.MOST_BYTES + " bytes")
          : StoredSeason.read(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Season.UNKNOWN;
    } catch (SeasonFormatException e) {
      return ignored(app, file, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return ignored(app, file, "it cannot be read: " + e);
    }
  }

  private static Season ignored(String app, Path file, String why) {
    log.warn(
        "{}: the season kept in {} is ignored: {}. It is learned anew, and the file is replaced;"
            + " to keep it, put a copy in its place and start up again.",
        app,
        file,
        why);
    return Season.UNKNOWN;
  }

  /** Replaces what was kept; the file is there whole or not at all. */
  synchronized void write(String app, Season season) {
    var file = file(app);
    try {
      Files.createDirectories(folder);
      var fresh = Files.createTempFile(folder, ".season", "");
      try {
        Files.write(fresh, StoredSeason.of(season));
        Files.move(
            fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      log.warn(
          "{}: the season cannot be kept in {}, so that the next start learns it anew: {};"
              + " make the folder writable.",
          app,
          file,
          e.toString());
    }
  }

  /** Forgets an app that is gone. */
  synchronized void delete(String app) {
    try {
      Files.deleteIfExists(file(app));
    } catch (IOException e) {
      log.warn("{}: cannot delete the season kept in {}: {}", app, file(app), e.toString());
    }
  }

  private Path file(String app) {
    return folder.resolve(app.replace('/', '_') + ".season");
  }
}
