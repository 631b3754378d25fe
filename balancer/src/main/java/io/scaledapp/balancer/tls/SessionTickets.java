package io.scaledapp.balancer.tls;

import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The keys with which a context encrypts what clients take their sessions up again with. They are
 * the context's own, so that no session passes to another certificate or to other demands of
 * clients', and are replaced, so that a key which leaks opens little (RFC 5077 section 5.5). The
 * JDK does all this by itself. For one thread at a time.
 */
final class SessionTickets {
  /** A key opens tickets for twice as long. */
  private static final Duration KEY_LIFE = Duration.ofHours(12);

  private static final SecureRandom RANDOM = new SecureRandom();

  private final @Nullable OpenSslSessionContext sessions;
  private @Nullable OpenSslSessionTicketKey key;
  private long madeAt;

  /** Begins with a first key. */
  SessionTickets(SslContext context) {
    sessions = context.sessionContext() instanceof OpenSslSessionContext open ? open : null;
    renew(System.nanoTime());
  }

  /** Takes a key into use if the present one has had its time. */
  void refresh() {
    long now = System.nanoTime();
    if (now - madeAt > KEY_LIFE.toNanos()) {
      renew(now);
    }
  }

  private void renew(long now) {
    if (sessions == null) {
      return;
    }
    var fresh =
        new OpenSslSessionTicketKey(
            random(OpenSslSessionTicketKey.NAME_SIZE),
            random(OpenSslSessionTicketKey.HMAC_KEY_SIZE),
            random(OpenSslSessionTicketKey.AES_KEY_SIZE));
    if (key == null) {
      sessions.setTicketKeys(fresh);
    } else {
      // The first encrypts, all decrypt.
      sessions.setTicketKeys(fresh, key);
    }
    key = fresh;
    madeAt = now;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
