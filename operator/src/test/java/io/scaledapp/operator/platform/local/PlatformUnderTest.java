package io.scaledapp.operator.platform.local;

import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Revision;
import io.scaledapp.operator.platform.local.log.LogLimits;
import io.scaledapp.operator.platform.local.log.LogLine;
import io.scaledapp.operator.platform.local.process.ProcessKey;
import io.scaledapp.operator.platform.local.process.ProcessTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A local platform with short waits, that remembers how its replicas changed. */
final class PlatformUnderTest implements AutoCloseable {
  static final LocalOptions OPTIONS =
      new LocalOptions(
          new RestartBackOff(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(20)),
          Duration.ofMillis(20),
          Duration.ofSeconds(30),
          LogLimits.DEFAULT,
          Duration.ofMillis(200),
          InstantSource.system());

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  final LocalPlatform platform;

  /** The app's own. */
  final Path folder;

  /** Every state in which a replica was seen at a change. */
  final List<Replica> seen = new CopyOnWriteArrayList<>();

  private final String run;

  PlatformUnderTest(Path stateFolder, Path folder) throws IOException {
    this.folder = folder;
    platform = LocalPlatform.open(stateFolder, OPTIONS);
    run = runId(stateFolder.resolve("runs"));
    platform.onChange(app -> seen.addAll(platform.replicas(app)));
  }

  /** A revision that serves what {@link TestApp} does. */
  Revision app() {
    return TestRevision.of(folder, TestApp.command());
  }

  /** A revision that runs a shell script, whose dollar signs are the shell's. */
  Revision shell(String script) {
    return TestRevision.shell(folder, script);
  }

  List<Replica> replicas() {
    return platform.replicas(TestRevision.APP);
  }

  /** Starts a replica and waits until it is ready. */
  Replica startReady(Revision revision) {
    var before = replicas().stream().map(Replica::id).toList();
    platform.start(revision);
    return awaitReplica(
        replica -> !before.contains(replica.id()) && replica.phase() == Replica.Phase.READY);
  }

  /** Waits for a replica that fits. */
  Replica awaitReplica(Predicate<Replica> fits) {
    return Await.until(this::replicas, all -> all.stream().anyMatch(fits)).stream()
        .filter(fits)
        .findFirst()
        .orElseThrow();
  }

  /** Waits until a replica was seen that fits, if only for a moment. */
  void awaitSeen(Predicate<Replica> fits) {
    Await.until(() -> List.copyOf(seen), all -> all.stream().anyMatch(fits));
  }

  void awaitNone() {
    Await.until(this::replicas, List::isEmpty);
  }

  /** All processes that the platform started, and that they started, which live. */
  Set<ProcessKey> processes() {
    return new ProcessTree(List.of(), "SCALEDAPP_UP=" + run).look().keySet();
  }

  List<String> commandLines() {
    return processes().stream()
        .flatMap(key -> key.handle().stream())
        .flatMap(handle -> handle.info().commandLine().stream())
        .toList();
  }

  List<LogLine> tail() {
    try {
      return platform.logs().tail("shop", 100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String runId(Path runs) throws IOException {
    try (var folders = Files.list(runs)) {
      return folders.findFirst().orElseThrow().getFileName().toString();
    }
  }

  static String get(Replica replica, String path) throws IOException, InterruptedException {
    var uri = URI.create("http://%s:%d%s".formatted(replica.host(), replica.port(), path));
    return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Override
  public void close() {
    platform.close();
  }
}
