package io.scaledapp.operator.up;

import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.balancer.metrics.BalancerMetrics;
import io.scaledapp.balancer.program.FollowedFile;
import io.scaledapp.operator.admin.AdminServer;
import io.scaledapp.operator.admin.AdminSources;
import io.scaledapp.operator.admin.HostLiteral;
import io.scaledapp.operator.app.AppEvent;
import io.scaledapp.operator.app.Apps;
import io.scaledapp.operator.app.engine.AppLifecycle;
import io.scaledapp.operator.app.engine.AppSettings;
import io.scaledapp.operator.app.engine.SteadyClock;
import io.scaledapp.operator.cookie.CookieKeys;
import io.scaledapp.operator.cookie.FileCookieSecret;
import io.scaledapp.operator.manifest.Manifest;
import io.scaledapp.operator.manifest.ManifestReader;
import io.scaledapp.operator.platform.local.LocalOptions;
import io.scaledapp.operator.platform.local.LocalPlatform;
import io.scaledapp.operator.platform.local.process.OrphanReaper;
import io.scaledapp.operator.program.Closing;
import io.scaledapp.operator.program.Metrics;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One program that runs apps as local processes: the place where all parts are made and joined. The
 * platform runs replicas and says how they are; the balancer sends them requests and reports the
 * load; the lifecycle between them decides. The admin API and the followed files tell it what is
 * wanted.
 */
public final class Up implements AutoCloseable {

  /** How long requests in flight may take at the end; what is longer is cut. */
  private static final Duration DRAIN = Duration.ofSeconds(30);

  /** How long orphans have between SIGTERM and SIGKILL. */
  private static final Duration ORPHAN_GRACE = Duration.ofSeconds(5);

  private final UpOptions options;
  private final InstantSource clock = SteadyClock.system();
  private final Progress progress;
  private final ManifestReader reader = ManifestReader.ofWhatRuns();
  private final Closing parts = new Closing();
  private final CompletableFuture<Void> hurry = new CompletableFuture<>();
  private final AtomicBoolean started = new AtomicBoolean();

  /** Where load reports go: the lifecycle, which is made after the balancer that it steers. */
  private volatile Consumer<LoadReport> reports = report -> {};

  /**
   * Prepares a run.
   *
   * @param console gets the progress lines
   */
  public Up(UpOptions options, PrintStream console) {
    this.options = options;
    progress = new Progress(console, clock, ZoneId.systemDefault());
  }

  /**
   * Starts everything and returns; replicas get ready after that.
   *
   * @throws StartException when a file is invalid, a port is taken or the state folder cannot be
   *     used; what was started by then is closed by {@link #close}
   */
  public void start() throws InterruptedException {
    var files = readFiles();
    try {
      start(files);
    } catch (IOException e) {
      throw new StartException("cannot use the folder " + options.stateFolder() + ": " + e);
    }
  }

  private void start(Map<FollowedFile, Manifest> files) throws IOException, InterruptedException {
    // It holds the token, and the output of the replicas, in which there may be secrets.
    PrivateFolder.ensure(options.stateFolder());
    var admin = parts.add(AdminPort.take(options.admin(), options.stateFolder()));
    tellChosenPort(admin);
    var metrics = parts.add(new Metrics());
    reap();

    var platform = parts.add(LocalPlatform.open(options.stateFolder(), LocalOptions.DEFAULT));
    var unused = hurry.thenRun(platform::hurry);
    makeCertificate(files.values());
    var balancer = startBalancer(new BalancerMetrics(metrics.registry()));
    var settings =
        AppSettings.local(Runtime.getRuntime().availableProcessors(), balancer::url, cookieKeys());
    var apps = parts.add(AppLifecycle.start(platform, settings, clock, balancer::apply));
    apps.lead(1, List.of()).toCompletableFuture().join();
    reports = apps::onReport;
    // The last to be added and so the first to close: replicas stop when the balancer is drained.
    parts.add(() -> drain(balancer));

    showEvents(apps);
    showLogs(platform);
    apply(files, apps);
    var follower = parts.add(new FileFollower(files, reader, apps, progress::tell));
    follower.start();
    serve(admin, apps, platform, metrics);
  }

  /** Stops taking requests, answers those in flight, stops the replicas. */
  @Override
  public void close() {
    parts.close();
    progress.close();
  }

  /**
   * Has {@link #close}, also one under way, wait for nothing: requests in flight are cut, replicas
   * get SIGKILL. Any thread; returns at once.
   */
  public void hurry() {
    hurry.complete(null);
  }

  private Map<FollowedFile, Manifest> readFiles() {
    var files = new LinkedHashMap<FollowedFile, Manifest>();
    for (var path : options.files()) {
      // In this order, so that a change right after the reading is seen as one.
      var file = new FollowedFile(path);
      files.put(file, reader.read(path));
    }
    var problems = Manifest.join(files.values()).problems();
    if (!problems.isEmpty()) {
      throw new StartException(
          problems.stream().map(Object::toString).collect(Collectors.joining("\n")));
    }
    return files;
  }

  /** Nobody could guess it. */
  private void tellChosenPort(AdminServer admin) {
    if (options.admin().getPort() == 0) {
      var at = admin.address();
      progress.tell(
          "the other commands reach this run with --admin "
              + HostLiteral.of(at.getAddress())
              + ":"
              + at.getPort());
    }
  }

  private void reap() throws IOException, InterruptedException {
    var ended = new OrphanReaper(options.stateFolder(), ORPHAN_GRACE).reap().size();
    if (ended > 0) {
      var processes = ended == 1 ? "process" : "processes";
      progress.tell("ended %d %s that a killed run had left".formatted(ended, processes));
    }
  }

  /** For this machine, and for the hosts of the apps in the files. */
  private void makeCertificate(Collection<Manifest> files) throws IOException {
    if (!options.makesCertificate()) {
      return;
    }
    var hosts =
        files.stream()
            .flatMap(manifest -> manifest.apps().stream())
            .map(app -> app.getSpec().routing())
            .filter(routing -> routing != null && routing.hosts() != null)
            .flatMap(routing -> routing.hosts().stream());
    var names =
        Stream.concat(Stream.of("localhost", "127.0.0.1", "::1", options.balancer().host()), hosts)
            .distinct()
            .toList();
    var folder = UpOptions.certificateFolder(options.stateFolder());
    DevelopmentCertificate.make(folder, names, clock.instant());
    progress.tell("clients are to trust " + folder.resolve("ca.crt"));
  }

  /** The same in each run, as fixed endpoints may be. */
  private CookieKeys cookieKeys() throws IOException {
    var file = options.stateFolder().resolve("sticky-cookie.key");
    return CookieKeys.of(FileCookieSecret.readOrMake(file));
  }

  private LocalBalancer startBalancer(BalancerMetrics metrics) {
    return LocalBalancer.start(
        options.balancer(),
        options.configuration(),
        report -> take(report, metrics),
        metrics,
        progress::tell);
  }

  private void take(LoadReport report, BalancerMetrics metrics) {
    metrics.accept(report);
    reports.accept(report);
  }

  private void showEvents(Apps apps) {
    parts.add(
        apps.onEvent(
            event -> {
              // Who rejects has told why.
              if (event.kind() != AppEvent.Kind.REJECTED) {
                progress.tell(event);
              }
            }));
  }

  private void showLogs(LocalPlatform platform) throws IOException {
    if (options.showLogs()) {
      parts.add(platform.logs().follow(null, 0, new ConsoleLog(progress)));
    }
  }

  private static void apply(Map<FollowedFile, Manifest> files, Apps apps) {
    var applied =
        files.values().stream()
            .flatMap(manifest -> manifest.documents().stream())
            .map(source -> apps.apply(AppFolder.mark(source)).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(applied).join();
    } catch (CompletionException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      throw new StartException("cannot apply: " + cause.getMessage());
    }
  }

  private void serve(AdminServer admin, Apps apps, LocalPlatform platform, Metrics metrics) {
    var manifests = new AppliedManifests(reader, apps);
    var logs = new ReplicaLogs(platform.logs());
    admin.start(new AdminSources(apps, manifests, logs, () -> metrics.scrape(apps), started::get));
    started.set(true);
  }

  private void drain(LocalBalancer balancer) {
    progress.tell(
        "stopping: requests in flight have %d s; again to stop at once"
            .formatted(DRAIN.toSeconds()));
    var drained =
        CompletableFuture.runAsync(
            () -> balancer.close(DRAIN),
            task -> Thread.ofPlatform().daemon().name("drain").start(task));
    // What is not drained then is cut when the program ends.
    CompletableFuture.anyOf(drained, hurry).join();
  }
}
