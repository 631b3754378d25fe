package io.scaledapp.balancer.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scaledapp.balancer.accesslog.AccessLogOptions.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final AtomicInteger lost = new AtomicInteger();
  private final Path folder;
  private final Path path;

  AccessLogTest(@TempDir Path folder) {
    this.folder = folder;
    path = folder.resolve("access.log");
  }

  private AccessLog open() throws IOException {
    var options = new AccessLogOptions(Format.COMBINED, Optional.of(path), false);
    return AccessLog.open(options, () -> 0, lost::addAndGet);
  }

  private static void add(AccessLog log, String path) {
    log.add(log.begin(new LoggedRequest("192.0.2.7", "GET", "", path, "", "1.1", "", ""), 0));
  }

  @Test
  void eachEntryIsWrittenOrCountedAsLost() throws IOException {
    var log = open();
    int entries = 50_000;
    for (int entry = 0; entry < entries; entry++) {
      add(log, "/" + entry);
    }
    log.close(PATIENCE);
    assertThat(Files.readAllLines(path)).hasSize(entries - lost.get()).isNotEmpty();
  }

  @Test
  void entryAfterTheEndIsCountedAsLost() throws IOException {
    var log = open();
    log.close(PATIENCE);
    add(log, "/late");
    assertThat(lost).hasValue(1);
  }

  @Test
  void linesOfAnotherProcessBeforeAndAfterStay() throws IOException {
    Files.writeString(path, "before\n");
    var log = open();
    add(log, "/a");
    log.close(PATIENCE);
    assertThat(Files.readAllLines(path)).hasSize(2).startsWith("before");
  }

  @Test
  void fileThatWasMovedAwayIsOpenedAnew() throws Exception {
    var log = open();
    add(log, "/a");
    await("the first line is written", () -> Files.size(path) > 0);
    Files.move(path, path.resolveSibling("access.log.1"));
    await("the file is there again", () -> Files.exists(path));
    add(log, "/b");
    log.close(PATIENCE);
    assertThat(Files.readString(path.resolveSibling("access.log.1"))).contains("GET /a");
    assertThat(Files.readString(path)).contains("GET /b").doesNotContain("GET /a");
  }

  @Test
  void fileThatWasTruncatedGoesOn() throws Exception {
    var log = open();
    add(log, "/a");
    await("the first line is written", () -> Files.size(path) > 0);
    Files.writeString(path, "");
    add(log, "/b");
    log.close(PATIENCE);
    assertThat(Files.readAllLines(path)).singleElement().asString().contains("GET /b");
  }

  @Test
  void whatIsNoFileIsToldWithAMend() {
    var options = new AccessLogOptions(Format.JSON, Optional.of(folder), false);
    assertThatThrownBy(() -> AccessLog.open(options, () -> 0, lost::addAndGet))
        .isInstanceOf(IOException.class)
        .hasMessage(folder + ": is no regular file; leave it out for the standard output");
    var below = path.resolve("access.log");
    var missing = new AccessLogOptions(Format.JSON, Optional.of(below), false);
    assertThatThrownBy(() -> AccessLog.open(missing, () -> 0, lost::addAndGet))
        .isInstanceOf(IOException.class)
        .hasMessage(below + ": its folder is not there; make it");
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      Thread.sleep(10);
    }
  }
}
