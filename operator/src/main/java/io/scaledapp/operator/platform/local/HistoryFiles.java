package io.scaledapp.operator.platform.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.history.RevisionHistory;
import io.scaledapp.operator.app.model.AppModel;
import io.scaledapp.operator.app.model.RevisionTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The revisions of apps, a file for each app of each folder, from run to run. One that cannot be
 * read is told of and made anew with the next revision. Writes happen in turn on a thread of their
 * own, so that whoever keeps waits for no disk. Any thread.
 */
final class HistoryFiles implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(HistoryFiles.class);

  /** More than 101 of the largest templates that an API server would take. */
  private static final long MOST_BYTES = 128L << 20;

  private static final long PATIENCE_SECONDS = 5;

  private final Path folder;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          task -> Thread.ofPlatform().name("revision-history").daemon().unstarted(task));

  private HistoryFiles(Path folder) {
    this.folder = folder;
  }

  /** Opens those below a state folder. */
  static HistoryFiles open(Path stateFolder) throws IOException {
    return new HistoryFiles(Files.createDirectories(stateFolder.resolve("history")));
  }

  /** Reads one small file; nothing is there where there is none, or one that is corrupt. */
  RevisionHistory read(ScaledApp app) {
    var file = file(app);
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new IllegalArgumentException("is longer than " + MOST_BYTES + " bytes");
      }
      return HistoryJson.read(Files.readString(file));
    } catch (NoSuchFileException first) {
      return RevisionHistory.NONE;
    } catch (JsonProcessingException e) {
      tell(app, file, e.getOriginalMessage());
    } catch (IOException | RuntimeException e) {
      tell(app, file, String.valueOf(e.getMessage()));
    }
    return RevisionHistory.NONE;
  }

  private static void tell(ScaledApp app, Path file, String reason) {
    log.atWarn()
        .addKeyValue("app", app.getMetadata().getName())
        .addKeyValue("file", file)
        .addKeyValue("reason", reason)
        .log("the history of revisions cannot be read and begins anew");
  }

  void keep(ScaledApp app, RevisionHistory history) {
    inTurn(() -> write(file(app), history));
  }

  void forget(ScaledApp app) {
    inTurn(() -> remove(file(app)));
  }

  private void inTurn(Runnable task) {
    try {
      writer.execute(task);
    } catch (RejectedExecutionException closed) {
      log.atDebug().log("the platform is closed");
    }
  }

  private void write(Path file, RevisionHistory history) {
    try {
      var draft = Files.createTempFile(folder, "history", ".draft");
      Files.writeString(draft, HistoryJson.write(history));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      log.atWarn().addKeyValue("file", file).setCause(e).log("cannot keep the history");
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      log.atWarn().addKeyValue("file", file).setCause(e).log("cannot remove the history");
    }
  }

  /** By its folder too: an app of the same name in another project is another one. */
  private Path file(ScaledApp app) {
    var annotations = app.getMetadata().getAnnotations();
    var home = annotations == null ? null : annotations.get(RevisionTemplate.FOLDER_ANNOTATION);
    var id = UUID.nameUUIDFromBytes((AppModel.id(app) + "\n" + home).getBytes(UTF_8));
    return folder.resolve(app.getMetadata().getName() + "-" + id + ".json");
  }

  /** Ends when what was given to keep is kept. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        log.atWarn().addKeyValue("folder", folder).log("a history could not be kept in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
