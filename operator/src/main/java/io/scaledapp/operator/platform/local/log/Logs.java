package io.scaledapp.operator.platform.local.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All output of all processes: kept in rotated files, and merged into one stream for whoever
 * follows it. Any thread.
 */
public final class Logs implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Logs.class);
  private static final String BUILD = "build";
  private static final String BEFORE = "before";
  private static final String JOB = "job-";
  private static final Pattern FILE =
      Pattern.compile("(\\d+|" + BUILD + "|" + BEFORE + "|" + JOB + "[-a-z0-9]+)\\.log");

  private final LogLimits limits;
  private final LogFolders folders;
  private final Map<Follower, Filter> followers = new ConcurrentHashMap<>();

  /** Keeps the files below {@code logs} in the state folder. */
  public Logs(Path stateFolder, LogLimits limits) {
    this.limits = limits;
    this.folders = new LogFolders(stateFolder.resolve("logs"));
  }

  /** Where a replica's output goes: {@code logs/APP/INSTANCE.log}. */
  public LogSink replica(String app, int instance) throws IOException {
    return sink(app, String.valueOf(instance));
  }

  /** Where the output of an app's build goes: {@code logs/APP/build.log}. */
  public LogSink build(String app) throws IOException {
    return sink(app, BUILD);
  }

  /** Where the output of an app's pre-rollout job goes: {@code logs/APP/before.log}. */
  public LogSink before(String app) throws IOException {
    return sink(app, BEFORE);
  }

  /** Where the output of a scheduled job goes: {@code logs/APP/job-NAME.log}. */
  public LogSink job(String app, String name) throws IOException {
    return sink(app, JOB + name);
  }

  /**
   * The last lines of each source, merged by time.
   *
   * @param app bare name; null for every app that printed something in this run
   * @param lines of each source
   */
  public synchronized List<LogLine> tail(@Nullable String app, int lines) throws IOException {
    var tail = new ArrayList<LogLine>();
    for (var entry : folders.used().entrySet()) {
      if (app == null || app.equals(entry.getKey())) {
        tail.addAll(tail(entry.getKey(), entry.getValue(), lines));
      }
    }
    tail.sort(Comparator.comparing(LogLine::time));
    return List.copyOf(tail);
  }

  /**
   * Gives the last lines of each source and then each line as it comes, with no gap between them,
   * until the answer is closed.
   *
   * @param app bare name; null for all
   * @param pastLines of each source
   */
  public synchronized Following follow(@Nullable String app, int pastLines, LogListener listener)
      throws IOException {
    var past = pastLines == 0 ? List.<LogLine>of() : tail(app, pastLines);
    var follower = new Follower(listener, limits.followerLines());
    follower.start(past);
    followers.put(follower, line -> app == null || app.equals(line.app()));
    return () -> {
      followers.remove(follower);
      follower.close();
    };
  }

  @Override
  public synchronized void close() {
    followers.keySet().forEach(Follower::close);
    followers.clear();
    try {
      folders.close();
    } catch (IOException e) {
      log.atWarn().setCause(e).log("cannot close the log folders");
    }
  }

  LogLimits limits() {
    return limits;
  }

  /** Keeps lines of one source and passes them on. Whoever follows sees what the files hold. */
  synchronized void publish(RotatingFile file, List<LogLine> lines) throws IOException {
    followers.forEach(
        (follower, filter) -> lines.stream().filter(filter::wants).forEach(follower::offer));
    file.write(
        lines.stream()
            .map(CriFormat::format)
            .collect(Collectors.joining())
            .getBytes(StandardCharsets.UTF_8));
  }

  private synchronized LogSink sink(String app, String stem) throws IOException {
    var file = new RotatingFile(folders.of(app).resolve(stem + ".log"), limits);
    return new LogSink(this, file, app, source(app, stem));
  }

  private List<LogLine> tail(String app, Path folder, int lines) throws IOException {
    var tail = new ArrayList<LogLine>();
    for (var file : files(folder)) {
      var stem = file.getFileName().toString().replace(".log", "");
      var files = RotatingFile.all(file, limits.files());
      tail.addAll(LogTail.read(app, source(app, stem), files, lines));
    }
    return tail;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> FILE.matcher(file.getFileName().toString()).matches())
          .sorted()
          .toList();
    }
  }

  private static String source(String app, String stem) {
    return app + (Character.isDigit(stem.charAt(0)) ? "-" : " ") + stem;
  }

  private interface Filter {
    boolean wants(LogLine line);
  }

  /** A listener that is being served; closing it delivers what waits and ends it. */
  public interface Following extends AutoCloseable {
    @Override
    void close();
  }
}
