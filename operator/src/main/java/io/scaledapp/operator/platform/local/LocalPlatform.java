package io.scaledapp.operator.platform.local;

import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.MemoryUse;
import io.scaledapp.operator.app.Platform;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Revision;
import io.scaledapp.operator.app.history.RevisionHistory;
import io.scaledapp.operator.app.model.AppModel;
import io.scaledapp.operator.autoscaler.Season;
import io.scaledapp.operator.platform.local.build.Builds;
import io.scaledapp.operator.platform.local.log.Logs;
import io.scaledapp.operator.platform.local.probe.Checker;
import io.scaledapp.operator.platform.local.process.Launcher;
import io.scaledapp.operator.platform.local.process.Ports;
import io.scaledapp.operator.platform.local.process.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs replicas as processes of this machine. Each is made from the first container of the
 * template, in the folder that the annotation {@code scaledapp.io/folder} names, and answers on
 * {@code 127.0.0.1} on a port of its own. Without a readiness probe it is ready once it listens
 * there. Run {@link io.scaledapp.operator.platform.local.process.OrphanReaper} before.
 */
public final class LocalPlatform implements Platform {
  private static final Logger log = LoggerFactory.getLogger(LocalPlatform.class);

  private static final Duration KILL_ROUND = Duration.ofMillis(100);

  private final RunFolder run;
  private final Surroundings surroundings;
  private final Preparations preparations;
  private final SeasonFiles seasons;
  private final ScheduledJobs jobs;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("scheduled-jobs").daemon().unstarted(task));
  private final MemoryMeter memory;
  private final HistoryFiles histories;
  private final CompletableFuture<Void> hurry = new CompletableFuture<>();
  private final Map<String, LocalReplica> replicas = new LinkedHashMap<>();
  private volatile Consumer<String> listener = app -> {};
  private volatile BiConsumer<String, String> jobFailures = (app, words) -> {};
  private long started;
  private boolean closed;

  private LocalPlatform(
      RunFolder run,
      Surroundings surroundings,
      Preparations preparations,
      SeasonFiles seasons,
      HistoryFiles histories) {
    this.histories = histories;
    this.run = run;
    this.surroundings = surroundings;
    this.preparations = preparations;
    this.seasons = seasons;
    this.memory =
        new MemoryMeter(surroundings.options().memoryPeriod(), surroundings.options().clock());
    this.jobs = new ScheduledJobs(surroundings, (app, words) -> jobFailures.accept(app, words));
    var unused = clock.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  /**
   * Opens the platform.
   *
   * @param stateFolder keeps logs, ports, builds and records of processes; several platforms may
   *     share it
   */
  public static LocalPlatform open(Path stateFolder, LocalOptions options) throws IOException {
    createPrivate(stateFolder);
    var ports = Ports.open(stateFolder);
    var run = RunFolder.create(stateFolder);
    var launcher = new Launcher(run);
    var logs = new Logs(stateFolder, options.logs());
    var builds = new Builds(stateFolder, launcher, logs, options.buildTimeout(), options.clock());
    var checker = new Checker(launcher);
    var surroundings = new Surroundings(launcher, ports, checker, logs, options);
    return new LocalPlatform(
        run,
        surroundings,
        new Preparations(builds, launcher, new PreRolloutJobs(surroundings)),
        new SeasonFiles(stateFolder),
        HistoryFiles.open(stateFolder));
  }

  /** Output may hold secrets, so only the user may look into the folder. */
  private static void createPrivate(Path folder) throws IOException {
    var ownerOnly = PosixFilePermissions.fromString("rwx------");
    Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(ownerOnly));
  }

  @Override
  public Season season(String app) {
    return seasons.read(app);
  }

  /** Writes on a thread of its own: a slow disk must not hold up decisions. */
  @Override
  public void keepSeason(String app, Season season) {
    Thread.ofVirtual().name("season-of-" + app).start(() -> seasons.write(app, season));
  }

  @Override
  public void forgetSeason(String app) {
    seasons.delete(app);
  }

  /** What the processes print. */
  public Logs logs() {
    return surroundings.logs();
  }

  /** Reads the template, runs its build, looks for its program, and runs its pre-rollout job. */
  @Override
  public CompletionStage<Void> prepare(Revision revision) {
    return preparations.run(revision);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when the template cannot be run as a process
   * @throws IllegalStateException after {@link #close}
   */
  @Override
  public void start(Revision revision) {
    var template = TemplateReader.read(revision);
    LocalReplica replica;
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("the local platform is closed");
      }
      var id = "%s-%s-%d".formatted(template.name(), run.id(), ++started);
      replica =
          new LocalReplica(
              id,
              lowestFreeInstance(template.app()),
              template,
              surroundings,
              () -> changed(template.app()),
              () -> forget(id, template.app()));
      replicas.put(id, replica);
    }
    changed(template.app());
    replica.start();
  }

  @Override
  public void stop(String replica) {
    LocalReplica found;
    synchronized (this) {
      found = replicas.get(replica);
    }
    if (found != null) {
      found.stop();
    }
  }

  @Override
  public synchronized List<Replica> replicas(String app) {
    return replicas.values().stream()
        .map(LocalReplica::snapshot)
        .filter(replica -> replica.app().equals(app))
        .toList();
  }

  /** What was read and checked is not refused here; a template that makes no process is told of. */
  @Override
  public void schedule(ScaledApp app) {
    try {
      jobs.schedule(app, surroundings.options().clock().instant());
    } catch (IllegalArgumentException e) {
      log.atWarn()
          .addKeyValue("app", app.getMetadata().getName())
          .addKeyValue("reason", e.getMessage())
          .log("its scheduled jobs cannot run");
    }
  }

  @Override
  public void onJobFailure(BiConsumer<String, String> listener) {
    this.jobFailures = listener;
  }

  @Override
  public void endSchedules(String app) {
    jobs.end(app);
  }

  @Override
  public RevisionHistory history(ScaledApp app) {
    return histories.read(app);
  }

  @Override
  public void keepHistory(ScaledApp app, RevisionHistory history) {
    histories.keep(app, history);
  }

  @Override
  public void forgetHistory(ScaledApp app) {
    histories.forget(app);
  }

  private void tick() {
    try {
      jobs.tick(surroundings.options().clock().instant());
    } catch (RuntimeException e) {
      // The next second tries again; without this catch there would be none.
      log.atError().setCause(e).log("scheduled jobs could not be looked at");
    }
  }

  @Override
  public MemoryUse memory(ScaledApp app) {
    return memory.of(replicas(AppModel.id(app)).stream().map(Replica::id).toList());
  }

  @Override
  public void onChange(Consumer<String> listener) {
    this.listener = listener;
  }

  /** Has {@link #close}, also one under way, send SIGKILL to all processes. Any thread. */
  public void hurry() {
    hurry.complete(null);
  }

  @Override
  public void close() {
    List<LocalReplica> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(replicas.values());
    }
    clock.shutdownNow();
    var ended = jobs.endAll();
    left.forEach(LocalReplica::stop);
    var gone =
        CompletableFuture.allOf(
            Stream.concat(Stream.of(ended), left.stream().map(LocalReplica::gone))
                .toArray(CompletableFuture[]::new));
    var unused = hurry.thenRunAsync(() -> kill(gone), task -> Thread.ofVirtual().start(task));
    preparations.close();
    memory.close();
    gone.join();
    surroundings.logs().close();
    surroundings.ports().close();
    histories.close();
    try {
      run.close();
    } catch (IOException e) {
      log.atWarn().setCause(e).log("cannot remove the folder of this run; the next run will");
    }
  }

  /** More than once, since a hook or a restart may begin between a look and a signal. */
  private void kill(CompletableFuture<Void> gone) {
    try {
      do {
        run.kill();
      } while (!gone.isDone() && !isDoneWithin(gone, KILL_ROUND));
    } catch (IOException e) {
      log.atWarn().setCause(e).log("cannot read which processes to end");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isDoneWithin(CompletableFuture<Void> gone, Duration limit)
      throws InterruptedException {
    try {
      gone.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a replica never ends exceptionally", e);
    }
  }

  private int lowestFreeInstance(String app) {
    var taken =
        replicas.values().stream()
            .filter(replica -> replica.snapshot().app().equals(app))
            .map(LocalReplica::instance)
            .collect(Collectors.toSet());
    return IntStream.iterate(0, number -> number + 1)
        .filter(number -> !taken.contains(number))
        .findFirst()
        .getAsInt();
  }

  private void forget(String replica, String app) {
    synchronized (this) {
      replicas.remove(replica);
    }
    changed(app);
  }

  private void changed(String app) {
    try {
      listener.accept(app);
    } catch (RuntimeException e) {
      log.atError().addKeyValue("app", app).setCause(e).log("the listener of changes failed");
    }
  }
}
