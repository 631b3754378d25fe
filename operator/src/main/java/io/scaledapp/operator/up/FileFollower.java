package io.scaledapp.operator.up;

import io.scaledapp.balancer.program.FollowedFile;
import io.scaledapp.operator.app.Apps;
import io.scaledapp.operator.manifest.Manifest;
import io.scaledapp.operator.manifest.ManifestReader;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the apps as their files say. A file that becomes invalid or vanishes changes nothing but
 * the status of its apps, which says the problem until the file is mended.
 */
final class FileFollower implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FileFollower.class);
  private static final Duration INTERVAL = Duration.ofMillis(250);

  private final ManifestReader reader;
  private final FollowedApps followed;
  private final Thread thread;

  /**
   * Follows files whose content is in force.
   *
   * @param inForce each file, followed since before it was read, and what was read from it
   * @param problems is told each problem, a line each
   */
  FileFollower(
      Map<FollowedFile, Manifest> inForce,
      ManifestReader reader,
      Apps apps,
      Consumer<String> problems) {
    this.reader = reader;
    followed = new FollowedApps(inForce, apps, problems);
    thread = Thread.ofVirtual().name("file-follower").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(INTERVAL);
        lookSafely();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A fault with one content must not end the following. */
  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("could not take up a changed file");
    }
  }

  /** Takes up every file that has changed. */
  void look() {
    var fresh = new LinkedHashMap<FollowedFile, Manifest>();
    for (var file : followed.files()) {
      if (file.hasChanged()) {
        fresh.put(file, reader.read(file.path()));
      }
    }
    if (!fresh.isEmpty()) {
      followed.takeUp(fresh);
    }
  }
}
