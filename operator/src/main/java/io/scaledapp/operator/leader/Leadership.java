package io.scaledapp.operator.leader;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contends for a Lease with the other operators, and tells when this one leads.
 *
 * <p>The Lease is long, so that a leader outlives an outage of the API server of {@link
 * #RENEW_DEADLINE}: nobody else can take the Lease while there is no API server, and routing tables
 * carry the term, so that a leader which was cut off harms nobody. So that a crash does not leave
 * the apps without a leader for as long, {@link AbandonedLease} frees the Lease of a holder whose
 * container is gone for certain.
 */
public final class Leadership implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Leadership.class);

  static final Duration LEASE = Duration.ofSeconds(60);
  static final Duration RENEW_DEADLINE = Duration.ofSeconds(45);
  static final Duration RETRY = Duration.ofSeconds(2);

  private final KubernetesClient client;
  private final String identity;
  private final AbandonedLease abandoned;
  private final LeaseName lease;
  private final Listener listener;
  private final ScheduledExecutorService elections =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("leader-election").daemon().unstarted(task));
  private final ExecutorService turns =
      Executors.newSingleThreadExecutor(
          task -> Thread.ofPlatform().name("leadership").daemon().unstarted(task));
  private volatile boolean closed;
  private @Nullable Thread contender;
  private boolean leads;

  /** Told in turn, on one thread; each call may take its time. */
  public interface Listener {

    /** This operator acts from here on. A failure gives the Lease back. */
    void lead(long term);

    /** This operator acts no more. */
    void follow();
  }

  private Leadership(KubernetesClient client, LeaseName lease, String pod, Listener listener) {
    this.client = client;
    this.lease = lease;
    this.identity = Holder.identity(pod, UUID.randomUUID());
    this.abandoned = new AbandonedLease(client, lease, identity);
    this.listener = listener;
  }

  /**
   * Begins to contend.
   *
   * @param client whose configuration says where the API server is
   * @param pod this operator's own pod, in the Lease's namespace
   */
  public static Leadership contend(
      KubernetesClient client, LeaseName lease, String pod, Listener listener) {
    var leadership = new Leadership(impatient(client), lease, pod, listener);
    leadership.start();
    return leadership;
  }

  /** A renewal that hangs must not hold up the next one. */
  private static KubernetesClient impatient(KubernetesClient client) {
    var seconds = 5_000;
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(client.getConfiguration())
                .withRequestTimeout(seconds)
                .withConnectionTimeout(seconds)
                .withRequestRetryBackoffLimit(0)
                .build())
        .build();
  }

  private void start() {
    var unused =
        elections.scheduleWithFixedDelay(
            abandoned::free, 0, RETRY.toMillis(), TimeUnit.MILLISECONDS);
    contender = Thread.ofPlatform().name("contender").daemon().start(this::contend);
  }

  /** Gives the Lease back, so that another can lead at once, after this one has stopped to act. */
  @Override
  public void close() {
    closed = true;
    elections.shutdownNow();
    turn(this::end);
    turns.shutdown();
    try {
      if (!turns.awaitTermination(20, TimeUnit.SECONDS)) {
        log.atWarn().log("what this leader does has not ended in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    var running = contender;
    if (running != null) {
      running.interrupt();
      try {
        running.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    abandoned.giveBack();
    client.close();
  }

  /**
   * Whether the Lease names this operator, as the API server has it now.
   *
   * @throws KubernetesClientException if that does not answer
   */
  public boolean holdsLease() {
    var held = lease.read(client);
    return held != null && identity.equals(held.getSpec().getHolderIdentity());
  }

  private void contend() {
    while (!closed) {
      try {
        client.leaderElector().withConfig(config()).build().run();
      } catch (KubernetesClientException e) {
        log.atWarn().setCause(e).log("the election failed and begins again");
      }
      pause();
    }
  }

  private void pause() {
    try {
      if (!closed) {
        Thread.sleep(RETRY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  private LeaderElectionConfig config() {
    return new LeaderElectionConfigBuilder()
        .withName(lease.name())
        .withLock(new LeaseLock(lease.namespace(), lease.name(), identity))
        .withLeaseDuration(LEASE)
        .withRenewDeadline(RENEW_DEADLINE)
        .withRetryPeriod(RETRY)
        .withReleaseOnCancel(true)
        .withLeaderCallbacks(
            new LeaderCallbacks(
                () -> turn(this::begin),
                () -> turn(this::end),
                holder -> log.atInfo().addKeyValue("leader", holder).log("the leader changed")))
        .build();
  }

  private void turn(Runnable what) {
    if (!turns.isShutdown()) {
      turns.execute(what);
    }
  }

  private void begin() {
    if (leads || closed) {
      return;
    }
    try {
      var held = lease.read(client);
      if (held == null || !identity.equals(held.getSpec().getHolderIdentity())) {
        return;
      }
      var transitions = held.getSpec().getLeaseTransitions();
      var term = (transitions == null ? 0L : transitions) + 1;
      leads = true;
      log.atInfo().addKeyValue("term", term).log("leads");
      listener.lead(term);
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("cannot lead; another may try");
      end();
      abandoned.giveBack();
    }
  }

  private void end() {
    if (leads) {
      leads = false;
      log.atInfo().log("leads no more");
      listener.follow();
    }
  }
}
