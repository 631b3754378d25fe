package io.scaledapp.balancer.configuration;

import io.scaledapp.balancer.BalancerOptions;
import io.scaledapp.balancer.program.FollowedFile;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what changes in a configuration file in force, within seconds or when asked to, on a thread
 * of its own. A file that cannot be used is told once, and what was in force stays so.
 */
public final class FollowedConfiguration implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FollowedConfiguration.class);

  /** Takes other options. */
  @FunctionalInterface
  public interface Target {

    /**
     * Puts them in force.
     *
     * @throws IOException if that cannot be, with the reason; then all is as before
     */
    void reconfigure(BalancerOptions options) throws IOException;
  }

  private final ConfigurationFile file;
  private final FollowedFile followed;
  private final Target target;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("configuration").factory());

  private BalancerOptions inForce;

  private FollowedConfiguration(ConfigurationFile file, BalancerOptions inForce, Target target) {
    this.file = file;
    this.inForce = inForce;
    this.target = target;
    followed = new FollowedFile(file.path());
  }

  /**
   * Follows the file.
   *
   * @param inForce what it said when it was read last
   */
  public static FollowedConfiguration start(
      ConfigurationFile file, BalancerOptions inForce, Target target) {
    var configuration = new FollowedConfiguration(file, inForce, target);
    // It may have changed since it was read.
    configuration.readAgain();
    var unused =
        configuration.thread.scheduleWithFixedDelay(configuration::look, 1, 1, TimeUnit.SECONDS);
    return configuration;
  }

  /** Looks at once, whether or not the file seems to have changed. Any thread; returns at once. */
  public void readAgain() {
    if (!thread.isShutdown()) {
      thread.execute(this::reload);
    }
  }

  private void look() {
    if (followed.hasChanged()) {
      reload();
    }
  }

  private void reload() {
    try {
      var options = file.read();
      if (!options.equals(inForce)) {
        target.reconfigure(options);
        inForce = options;
        log.atInfo().addKeyValue("file", file.path()).log("the changed configuration is in force");
      }
    } catch (IOException e) {
      log.atError()
          .addKeyValue("file", file.path())
          .addKeyValue("reason", e.getMessage())
          .log("the changed configuration is not valid; the one before it stays in force");
    } catch (RuntimeException e) {
      // Else the thread would never look again.
      log.atError().setCause(e).log("the changed configuration was not taken");
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
