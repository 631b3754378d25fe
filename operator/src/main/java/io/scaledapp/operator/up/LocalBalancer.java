package io.scaledapp.operator.up;

import io.scaledapp.balancer.Balancer;
import io.scaledapp.balancer.BalancerOptions;
import io.scaledapp.balancer.configuration.ConfigurationException;
import io.scaledapp.balancer.configuration.ConfigurationFile;
import io.scaledapp.balancer.configuration.FollowedConfiguration;
import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.metrics.BalancerMetrics;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The balancer of a run, as the command line says and as its configuration file does, which is
 * followed. SIGHUP is no sign to look at it: who closes the terminal ends the run. Any thread.
 */
final class LocalBalancer {

  /** What is in flight at a listener that goes has this long. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final Balancer balancer;
  private final Consumer<String> progress;
  private final Optional<FollowedConfiguration> followed;
  private volatile URI url;

  private LocalBalancer(
      Balancer balancer,
      BalancerOptions options,
      Optional<ConfigurationFile> file,
      Consumer<String> progress) {
    this.balancer = balancer;
    this.progress = progress;
    url = url(options);
    followed = file.map(read -> follow(read, options));
  }

  /**
   * Starts to listen.
   *
   * @param base what the command line says
   * @param file what says more, if there is one
   * @param reports told the load, on a thread of its own
   * @param progress told each change of the file that is in force, in a line
   * @throws StartException when an address is taken, or the file or what it names cannot be used
   */
  static LocalBalancer start(
      BalancerOptions base,
      Optional<ConfigurationFile> file,
      Consumer<LoadReport> reports,
      BalancerMetrics metrics,
      Consumer<String> progress) {
    var options = file.map(LocalBalancer::read).orElse(base);
    try {
      var balancer = Balancer.start(options, reports, metrics);
      metrics.clientConnections(balancer::clientConnections);
      return new LocalBalancer(balancer, options, file, progress);
    } catch (IOException e) {
      throw new StartException(problem(e, options.listeners().equals(base.listeners()), file));
    }
  }

  private static BalancerOptions read(ConfigurationFile file) {
    try {
      return file.read();
    } catch (ConfigurationException e) {
      throw new StartException(String.valueOf(e.getMessage()));
    }
  }

  /** With the place where it is mended. */
  private static String problem(
      IOException e, boolean listensAsToldByFlags, Optional<ConfigurationFile> file) {
    if (file.isEmpty()) {
      return e.getMessage() + " with --listen";
    }
    var place = file.get().path() + (listensAsToldByFlags ? ", or --listen" : "");
    return place + ": " + e.getMessage();
  }

  private FollowedConfiguration follow(ConfigurationFile file, BalancerOptions inForce) {
    return FollowedConfiguration.start(
        file,
        inForce,
        changed -> {
          balancer.reconfigure(changed, GRACE);
          url = url(changed);
          progress.accept("%s is in force; apps answer at %s".formatted(file.path(), url));
        });
  }

  private URI url(BalancerOptions options) {
    var shared = SharedListener.of(options.openListeners());
    return SharedListener.url(shared, balancer.port(shared.name()));
  }

  /** Where people reach the apps at present; never blocks. */
  URI url() {
    return url;
  }

  /** Takes the table; touches no open connection. */
  void apply(RoutingTable table) {
    balancer.apply(table);
  }

  /** Stops to accept, and lets answers in flight end. Returns when all is closed. */
  void close(Duration grace) {
    followed.ifPresent(FollowedConfiguration::close);
    balancer.close(grace);
  }
}
