package io.scaledapp.operator.app.engine;

import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.Adoption;
import io.scaledapp.operator.app.Adoption.Refusal;
import io.scaledapp.operator.app.MemoryUse;
import io.scaledapp.operator.app.Past;
import io.scaledapp.operator.app.Platform;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Replica.Phase;
import io.scaledapp.operator.app.Revision;
import io.scaledapp.operator.app.Sight;
import io.scaledapp.operator.app.history.RevisionHistory;
import io.scaledapp.operator.autoscaler.Season;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A platform whose replicas do what the test says, when it says so. Any thread. */
final class FakePlatform implements Platform {

  private final InstantSource clock;
  private final Map<String, Replica> replicas = new LinkedHashMap<>();
  private final Map<Integer, CompletableFuture<Void>> builds = new HashMap<>();
  private Consumer<String> listener = app -> {};
  private int started;

  /** Revisions of which a build was asked for, in order. */
  final List<Integer> prepared = new ArrayList<>();

  /** What another engine left. */
  final Map<Integer, String> revisions = new HashMap<>();

  final Map<Integer, String> attempts = new HashMap<>();

  final Map<String, Past.Drain> drains = new HashMap<>();

  /** What was kept of seasons. */
  final Map<String, Season> seasons = new HashMap<>();

  /** How often an app was looked at. */
  int looks;

  /** Whether the replicas are those of a workload that the app adopts. */
  boolean adopts;

  /** Whether that workload replaces its replicas itself. */
  boolean rolling;

  /** Why that workload is left as it is. */
  @Nullable Refusal refusal;

  /** The least of each time that it was given back. */
  final List<Integer> givenBack = new ArrayList<>();

  /** Set, no replica can be started. */
  @Nullable String startFailure;

  /** What apps ask for and has no effect here. */
  @Nullable String without;

  /** Why memory is not measured. */
  @Nullable String unmeasured;

  private final Map<String, Long> memory = new HashMap<>();

  @Override
  public Season season(String app) {
    return seasons.getOrDefault(app, Season.UNKNOWN);
  }

  @Override
  public void keepSeason(String app, Season season) {
    seasons.put(app, season);
  }

  @Override
  public void forgetSeason(String app) {
    seasons.remove(app);
  }

  FakePlatform(InstantSource clock) {
    this.clock = clock;
  }

  /** Lets the build of a revision run until the test ends it. */
  synchronized CompletableFuture<Void> holdBuild(int revision) {
    var build = new CompletableFuture<Void>();
    builds.put(revision, build);
    return build;
  }

  /** Its build succeeds from here on. */
  synchronized void build(int revision) {
    builds.remove(revision);
  }

  @Override
  public synchronized CompletionStage<Void> prepare(Revision revision) {
    prepared.add(revision.number());
    return builds.getOrDefault(revision.number(), CompletableFuture.completedFuture((Void) null));
  }

  @Override
  public synchronized void start(Revision revision) {
    if (startFailure != null) {
      throw new IllegalStateException(startFailure);
    }
    var id = "r" + ++started;
    var replica =
        new Replica(
            id,
            revision.app(),
            revision.number(),
            revision.app().substring(revision.app().indexOf('/') + 1) + "-" + started,
            Phase.STARTING,
            "127.0.0.1",
            20_000 + started,
            clock.instant(),
            null,
            0,
            null);
    replicas.put(id, replica);
    listener.accept(revision.app());
  }

  @Override
  public synchronized void stop(String replica) {
    if (replicas.containsKey(replica)) {
      change(replica, one -> in(Phase.TERMINATING, one, null));
    }
  }

  synchronized void ready(String replica) {
    change(replica, one -> in(Phase.READY, one, null));
  }

  synchronized void notReady(String replica) {
    change(replica, one -> in(Phase.NOT_READY, one, "readiness probe: 503"));
  }

  synchronized void notYetReady(String replica, String message) {
    change(replica, one -> in(Phase.STARTING, one, message));
  }

  synchronized void crash(String replica) {
    crash(replica, "exit code 1");
  }

  synchronized void crash(String replica, String message) {
    change(replica, one -> in(Phase.CRASH_LOOP_BACK_OFF, one, message));
  }

  synchronized void restart(String replica) {
    change(
        replica,
        one ->
            new Replica(
                one.id(),
                one.app(),
                one.revision(),
                one.name(),
                Phase.STARTING,
                one.host(),
                one.port() + 1_000,
                clock.instant(),
                null,
                one.restarts() + 1,
                one.message()));
  }

  synchronized void gone(String replica) {
    var app = replicas.remove(replica).app();
    listener.accept(app);
  }

  /** Everything that starts is ready, and everything that was stopped is gone. */
  synchronized void settle() {
    for (var replica : List.copyOf(replicas.values())) {
      switch (replica.phase()) {
        case PENDING, STARTING -> ready(replica.id());
        case TERMINATING -> gone(replica.id());
        case READY, NOT_READY, CRASH_LOOP_BACK_OFF -> {}
      }
    }
  }

  synchronized List<String> ids(Phase phase) {
    return replicas.values().stream().filter(one -> one.phase() == phase).map(Replica::id).toList();
  }

  /** Ids of the replicas of a revision that were not told to stop. */
  synchronized List<String> alive(int revision) {
    return replicas.values().stream()
        .filter(one -> one.revision() == revision && one.phase() != Phase.TERMINATING)
        .map(Replica::id)
        .toList();
  }

  @Override
  public synchronized List<Replica> replicas(String app) {
    return replicas.values().stream().filter(one -> one.app().equals(app)).toList();
  }

  /** A replica of a workload that is there already. */
  synchronized void existing(String id) {
    var at = clock.instant();
    replicas.put(
        id,
        new Replica(id, "default/hello", 1, id, Phase.READY, "127.0.0.1", 3000, at, at, 0, null));
    listener.accept("default/hello");
  }

  @Override
  public synchronized Sight see(String app) {
    looks++;
    var count = (int) replicas.values().stream().filter(FakePlatform::isCounted).count();
    return new Sight(
        replicas(app),
        adopts ? new Adoption("Deployment web", count, rolling, "app=web", refusal) : null);
  }

  /** Those that come in addition while others are replaced are not. */
  private static boolean isCounted(Replica replica) {
    return replica.phase() != Phase.TERMINATING && !replica.id().startsWith("surge");
  }

  /** A replica uses this many MiB from here on. */
  void uses(String replica, int mebibytes) {
    memory.put(replica, mebibytes * 1048576L);
  }

  @Override
  public @Nullable String without(ScaledApp app) {
    return without;
  }

  @Override
  public MemoryUse memory(ScaledApp app) {
    var samples = new HashMap<String, MemoryUse.Sample>();
    memory.forEach((id, bytes) -> samples.put(id, new MemoryUse.Sample(bytes, clock.instant())));
    return new MemoryUse(samples, unmeasured);
  }

  @Override
  public void adopt(ScaledApp app) {}

  @Override
  public synchronized void giveBack(String app, int least) {
    givenBack.add(least);
    adopts = false;
    replicas.clear();
    listener.accept(app);
  }

  @Override
  public Past past(String app) {
    return new Past(revisions, drains, attempts);
  }

  /** The images that scheduled jobs were to run from, without repetitions. */
  final List<String> scheduled = new ArrayList<>();

  @Override
  public synchronized void schedule(ScaledApp app) {
    var template = app.getSpec().template();
    var image = template == null ? "" : template.getSpec().getContainers().getFirst().getImage();
    if (scheduled.isEmpty() || !scheduled.getLast().equals(image)) {
      scheduled.add(image);
    }
  }

  /** The revisions that are kept; null where they are not to be. */
  @Nullable RevisionHistory history;

  @Override
  public @Nullable RevisionHistory history(ScaledApp app) {
    return history;
  }

  @Override
  public void keepHistory(ScaledApp app, RevisionHistory history) {
    this.history = history;
  }

  @Override
  public void forgetHistory(ScaledApp app) {
    history = history == null ? null : RevisionHistory.NONE;
  }

  synchronized void displace(String replica) {
    change(
        replica,
        one ->
            new Replica(
                one.id(),
                one.app(),
                one.revision(),
                one.name(),
                one.phase(),
                one.host(),
                one.port(),
                one.startedAt(),
                one.readyAt(),
                one.restarts(),
                one.message(),
                true,
                null,
                one.zone()));
  }

  @Override
  public synchronized void onChange(Consumer<String> listener) {
    this.listener = listener;
  }

  @Override
  public void close() {}

  private void change(String replica, UnaryOperator<Replica> change) {
    var changed = change.apply(replicas.get(replica));
    replicas.put(replica, changed);
    listener.accept(changed.app());
  }

  private Replica in(Phase phase, Replica one, @Nullable String message) {
    return new Replica(
        one.id(),
        one.app(),
        one.revision(),
        one.name(),
        phase,
        one.host(),
        one.port(),
        one.startedAt(),
        phase == Phase.READY ? clock.instant() : one.readyAt(),
        one.restarts(),
        message);
  }
}
