package io.scaledapp.operator.serve;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.program.ProbePort;
import io.scaledapp.operator.app.engine.AppLifecycle;
import io.scaledapp.operator.app.engine.AppSettings;
import io.scaledapp.operator.app.engine.SteadyClock;
import io.scaledapp.operator.control.BalancerListener;
import io.scaledapp.operator.control.ControlServer;
import io.scaledapp.operator.control.ControlServerOptions;
import io.scaledapp.operator.control.ServingCertificate;
import io.scaledapp.operator.control.certificate.CertificateFollower;
import io.scaledapp.operator.control.token.CachedVerdicts;
import io.scaledapp.operator.control.token.TokenReviews;
import io.scaledapp.operator.cookie.CookieKeys;
import io.scaledapp.operator.leader.Leadership;
import io.scaledapp.operator.platform.kubernetes.KubernetesOptions;
import io.scaledapp.operator.platform.kubernetes.KubernetesPlatform;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterClient;
import io.scaledapp.operator.platform.kubernetes.reconciler.AppObjects;
import io.scaledapp.operator.platform.kubernetes.reconciler.AppPorts;
import io.scaledapp.operator.platform.kubernetes.reconciler.BalancerPod;
import io.scaledapp.operator.platform.kubernetes.reconciler.BalancerPods;
import io.scaledapp.operator.platform.kubernetes.reconciler.Balancers;
import io.scaledapp.operator.platform.kubernetes.reconciler.EventRecorder;
import io.scaledapp.operator.platform.kubernetes.reconciler.HandedOver;
import io.scaledapp.operator.platform.kubernetes.reconciler.Wakes;
import io.scaledapp.operator.program.Closing;
import io.scaledapp.operator.program.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One operator of a cluster: the place where all its parts are made and joined. Balancers report
 * the load to every operator, so that each knows it; the one that leads runs the apps as pods and
 * reconciles ScaledApps, and gives the balancers their routing table.
 */
public final class Serve implements AutoCloseable {

  /** Of apps that name no {@code maxReplicas}. */
  private static final int DEFAULT_MAX_REPLICAS = 10;

  private final ServeOptions options;
  private final InstantSource clock = SteadyClock.system();
  private final Closing parts = new Closing();
  private volatile boolean started;

  /** Where tables go: the server is made after the lifecycle, which it tells of load. */
  private volatile Consumer<RoutingTable> tables = table -> {};

  private volatile Supplier<String> scraped = () -> "";

  /** Where the names of all balancers go; the server is made after who watches them. */
  private volatile Consumer<Set<String>> balancerNames = names -> {};

  private volatile Runnable balancersChanged = () -> {};
  private volatile BooleanSupplier holdsLease = () -> false;

  public Serve(ServeOptions options) {
    this.options = options;
  }

  /**
   * Starts everything and returns; the leader is found after that.
   *
   * @throws IOException if a port is taken, or there is no certificate
   */
  public void start() throws IOException {
    var metrics = parts.add(new Metrics());
    // To see all that a large cluster has takes its time, in which the program lives all the same.
    parts.add(ProbePort.open(options.admin(), () -> true, () -> started, () -> scraped.get()));
    var client = parts.add(ClusterClient.connect());
    var leading = new Leading();
    var platform = parts.add(KubernetesPlatform.open(client, platform(metrics, leading)));
    var certificates = Certificates.source(client, options);
    var certificate = certificates.read();
    var settings = settings(Certificates.cookieKeys(client, options));
    var apps =
        parts.add(AppLifecycle.start(platform, settings, clock, table -> tables.accept(table)));
    scraped = () -> metrics.scrape(apps);
    var wakes = new Wakes();
    var upkeep = parts.add(new Upkeep());
    var balancers = new Balancers();
    var pods = parts.add(watch(client, balancers, apps));
    var terms = new HigherTerm(() -> holdsLease.getAsBoolean(), apps::outbid);
    var news =
        new BalancerNews(apps, balancers, terms, upkeep, () -> balancersChanged.run(), wakes::wake);
    var control = parts.add(listen(client, news, certificate));
    balancerNames = control::balancers;
    control.balancers(names(pods.list()));
    parts.add(CertificateFollower.start(certificates, certificate, control::use));
    tables = control::publish;

    var handedOver = new HandedOver(apps, wakes);
    var events = new EventRecorder(client, handedOver::uid, options.pod());
    parts.add(apps.onEvent(events::record));
    var ports = new AppPorts(clock);
    var leader =
        new Leader(
            client,
            options.watched(),
            platform::expect,
            apps,
            ports,
            () ->
                new AppObjects(
                    client, ports, balancers, options.watchesNodes(), leading, wakes::wake),
            handedOver,
            wakes,
            clock,
            control::withhold);
    leading.of(leader::leads);
    balancersChanged = leader::balancersChanged;
    upkeep.every(
        Duration.ofMillis(250), new Departures(balancers::leaving, leader::leadsTo, control::left));
    upkeep.every(Duration.ofSeconds(1), terms);
    var leadership = parts.add(Leadership.contend(client, options.lease(), options.pod(), leader));
    holdsLease = leadership::holdsLease;
    started = true;
  }

  /** Gives the leadership up first; pods and balancers go on. */
  @Override
  public void close() {
    started = false;
    parts.close();
  }

  private KubernetesOptions platform(Metrics metrics, Leading leading) {
    return new KubernetesOptions(
        options.watched(), options.watchesNodes(), leading, metrics.registry(), clock);
  }

  private AppSettings settings(CookieKeys cookieKeys) {
    return AppSettings.cluster(DEFAULT_MAX_REPLICAS, options.url(), cookieKeys);
  }

  private BalancerPods watch(KubernetesClient client, Balancers balancers, AppLifecycle apps) {
    return BalancerPods.watch(
        client,
        options.namespace(),
        options.balancerSelector(),
        list -> {
          balancers.onPods(list);
          apps.onBalancers(names(list.stream().filter(BalancerPod::isServing).toList()));
          balancerNames.accept(names(list));
          balancersChanged.run();
        },
        apps::onBalancerGone);
  }

  private static Set<String> names(List<BalancerPod> balancers) {
    return balancers.stream().map(BalancerPod::name).collect(Collectors.toSet());
  }

  private ControlServer listen(
      KubernetesClient client, BalancerListener news, ServingCertificate certificate)
      throws IOException {
    var tokens =
        new CachedVerdicts(
            new TokenReviews(
                client.tokenReviews()::create,
                options.namespace(),
                options.balancerServiceAccount()),
            clock);
    return ControlServer.start(
        ControlServerOptions.DEFAULT.withAddress("0.0.0.0", options.controlPort()),
        certificate,
        tokens,
        news);
  }
}
