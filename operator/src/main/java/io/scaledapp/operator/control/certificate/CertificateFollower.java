package io.scaledapp.operator.control.certificate;

import io.scaledapp.operator.control.ServingCertificate;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a source again and again, and hands over the certificate when it is another one. While
 * the source cannot be read, the certificate that is in use stays.
 */
public final class CertificateFollower implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CertificateFollower.class);
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  /** Takes a certificate into use; called by one thread. */
  @FunctionalInterface
  public interface Use {

    /**
     * @throws IOException if it cannot be used; it is offered again
     */
    void use(ServingCertificate certificate) throws IOException;
  }

  private final CertificateSource source;
  private final Use use;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("control-certificate").factory());
  private ServingCertificate inUse;

  /** What was logged last, so that it is not logged with each look. */
  private String lastReason = "";

  CertificateFollower(CertificateSource source, ServingCertificate inUse, Use use) {
    this.source = source;
    this.inUse = inUse;
    this.use = use;
  }

  /**
   * Follows the source, each 30 seconds, on a thread of its own.
   *
   * @param inUse what was read from it before
   */
  public static CertificateFollower start(
      CertificateSource source, ServingCertificate inUse, Use use) {
    var follower = new CertificateFollower(source, inUse, use);
    var unused =
        follower.clock.scheduleWithFixedDelay(
            follower::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    return follower;
  }

  /** Takes up another certificate if there is one. */
  void look() {
    try {
      var certificate = source.read();
      if (!certificate.equals(inUse)) {
        use.use(certificate);
        inUse = certificate;
        log.atInfo().log("the control stream has another certificate");
      }
      lastReason = "";
    } catch (IOException | RuntimeException e) {
      tell(String.valueOf(e.getMessage()));
    }
  }

  private void tell(String reason) {
    var level = reason.equals(lastReason) ? log.atDebug() : log.atWarn();
    level.addKeyValue("reason", reason).log("the control stream goes on with its certificate");
    lastReason = reason;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
