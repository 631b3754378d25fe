package io.scaledapp.operator.control.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers accepted tokens, so that balancers can connect while the API server does not answer. An
 * answer is used for a minute, and longer only when nobody gives a newer one, and never past the
 * token's own end. Tokens are kept as SHA-256 hashes. Any thread.
 */
public final class CachedVerdicts implements TokenVerifier {
  private static final Logger log = LoggerFactory.getLogger(CachedVerdicts.class);

  private static final Duration FRESH = Duration.ofMinutes(1);

  /** Some for each balancer; the one unused for longest goes first. */
  private static final int MAX_ANSWERS = 1_000;

  private record Answer(Verdict.Accepted verdict, Instant reviewed, Instant tokenEnd) {}

  private final TokenVerifier verifier;
  private final InstantSource clock;

  private final Map<String, Answer> answers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
          return size() > MAX_ANSWERS;
        }
      };

  public CachedVerdicts(TokenVerifier verifier, InstantSource clock) {
    this.verifier = verifier;
    this.clock = clock;
  }

  @Override
  public Verdict verify(String token) {
    var key = hash(token);
    var now = clock.instant();
    var known = known(key, now);
    if (known != null && now.isBefore(known.reviewed().plus(FRESH))) {
      return known.verdict();
    }
    var verdict = verifier.verify(token);
    return switch (verdict) {
      case Verdict.Accepted accepted -> {
        remember(key, new Answer(accepted, now, TokenEnd.of(token)));
        yield accepted;
      }
      case Verdict.Refused refused -> {
        forget(key);
        yield refused;
      }
      case Verdict.Unavailable unavailable ->
          known == null ? unavailable : outlive(known, unavailable);
    };
  }

  private static Verdict outlive(Answer known, Verdict.Unavailable unavailable) {
    log.atWarn()
        .addKeyValue("endpoint", known.verdict().pod())
        .addKeyValue("reason", unavailable.reason())
        .log("a balancer's token is taken by an earlier answer");
    return known.verdict();
  }

  private synchronized @Nullable Answer known(String key, Instant now) {
    answers.computeIfPresent(key, (k, answer) -> now.isBefore(answer.tokenEnd()) ? answer : null);
    return answers.get(key);
  }

  private synchronized void remember(String key, Answer answer) {
    answers.put(key, answer);
  }

  private synchronized void forget(String key) {
    answers.remove(key);
  }

  private static String hash(String token) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
