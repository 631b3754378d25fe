package io.scaledapp.operator.control.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.control.token.TokenVerifier.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class CachedVerdictsTest {
  private static final Verdict ACCEPTED = new Verdict.Accepted("balancer-0", "uid-0");
  private static final Verdict UNAVAILABLE = new Verdict.Unavailable("no answer");

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Verdict answer = ACCEPTED;
  private int asked;
  private final String token = token(now.plus(Duration.ofHours(1)));
  private final TokenVerifier verifier =
      new CachedVerdicts(
          asked -> {
            this.asked++;
            return answer;
          },
          () -> now);

  private static String token(Instant end) {
    var claims = "{\"exp\":%d}".formatted(end.getEpochSecond());
    var encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8));
    return "header." + encoded + ".signature";
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  @Test
  void answerIsUsedForAMinute() {
    verifier.verify(token);
    answer = UNAVAILABLE;
    pass(Duration.ofSeconds(59));
    assertThat(verifier.verify(token)).isEqualTo(ACCEPTED);
    assertThat(asked).isEqualTo(1);
    pass(Duration.ofSeconds(1));
    verifier.verify(token);
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void answerIsUsedWhileThereIsNoNewerOneUpToTheTokensEnd() {
    verifier.verify(token);
    answer = UNAVAILABLE;
    pass(Duration.ofMinutes(59));
    assertThat(verifier.verify(token)).isEqualTo(ACCEPTED);
    pass(Duration.ofMinutes(1));
    assertThat(verifier.verify(token)).isEqualTo(UNAVAILABLE);
  }

  @Test
  void refusalEndsAnEarlierAnswer() {
    verifier.verify(token);
    pass(Duration.ofMinutes(2));
    answer = new Verdict.Refused("the pod is gone");
    assertThat(verifier.verify(token)).isEqualTo(answer);
    answer = UNAVAILABLE;
    assertThat(verifier.verify(token)).isEqualTo(UNAVAILABLE);
  }

  @Test
  void unknownTokenIsNotTakenWhileThereIsNoAnswer() {
    verifier.verify(token);
    answer = UNAVAILABLE;
    assertThat(verifier.verify(token + "x")).isEqualTo(UNAVAILABLE);
  }

  @Test
  void tokenThatDoesNotSayItsEndIsNotKept() {
    for (String opaque : new String[] {"opaque", "a.b.c", "a..c", "a.bnVsbA.c", "a.W10.c"}) {
      answer = ACCEPTED;
      assertThat(verifier.verify(opaque)).isEqualTo(ACCEPTED);
      answer = UNAVAILABLE;
      assertThat(verifier.verify(opaque)).isEqualTo(UNAVAILABLE);
    }
  }

  @Test
  void onlyTheLastThousandTokensAreKept() {
    verifier.verify(token);
    for (int i = 0; i < 1_000; i++) {
      verifier.verify(token + i);
    }
    answer = UNAVAILABLE;
    assertThat(verifier.verify(token)).isEqualTo(UNAVAILABLE);
    assertThat(verifier.verify(token + 999)).isEqualTo(ACCEPTED);
  }
}
