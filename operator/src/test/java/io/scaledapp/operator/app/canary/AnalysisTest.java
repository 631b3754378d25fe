package io.scaledapp.operator.app.canary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnalysisTest {
  private static final Analysis ANALYSIS = new Analysis(50, 1, 50);

  @Test
  void tenPercentOfErrorsBesideNoneAreTooMany() {
    // C(100, 10) / C(1000, 10) of all ways to spread ten errors: 6.6e-11.
    assertThat(ANALYSIS.tooManyErrors(Tallies.of(100, 10, 1), Tallies.of(900, 0, 1)))
        .hasValue(
            "10 of 100 (10.0 %) of its requests failed, of those of the revision before 0 of 900"
                + " (0.0 %) (p < 0.000001 by Fisher's exact test)");
  }

  @Test
  void aDifferenceThatMayBeChanceIsNone() {
    // 2 of 50 beside 0 of 50 has a chance of 50·49 / (100·99) = 0.247.
    assertThat(ANALYSIS.tooManyErrors(Tallies.of(50, 2, 1), Tallies.of(50, 0, 1))).isEmpty();
    // 5 of 50: C(50, 5) / C(100, 5) = 0.028; 10 of 50: 0.00059.
    assertThat(ANALYSIS.tooManyErrors(Tallies.of(50, 5, 1), Tallies.of(50, 0, 1))).isEmpty();
    assertThat(ANALYSIS.tooManyErrors(Tallies.of(50, 10, 1), Tallies.of(50, 0, 1)))
        .get()
        .asString()
        .contains("p = 0.000593");
  }

  @Test
  void asManyErrorsAsBeforeAreNotTooMany() {
    assertThat(ANALYSIS.tooManyErrors(Tallies.of(1000, 200, 1), Tallies.of(1000, 200, 1)))
        .isEmpty();
    assertThat(ANALYSIS.tooManyErrors(Tallies.of(1000, 0, 1), Tallies.of(1000, 200, 1))).isEmpty();
  }

  @Test
  void aDifferenceThatIsNoChanceButDoesNotMatterIsNone() {
    var trial = Tallies.of(1_000_000, 9_000, 1);
    var before = Tallies.of(1_000_000, 0, 1);
    assertThat(ANALYSIS.tooManyErrors(trial, before)).isEmpty();
    assertThat(new Analysis(50, 0, 50).tooManyErrors(trial, before)).isPresent();
  }

  @Test
  void nothingIsJudgedBeforeThereIsEnough() {
    assertThat(ANALYSIS.tooManyErrors(Tallies.of(49, 49, 1), Tallies.of(900, 0, 1))).isEmpty();
    assertThat(ANALYSIS.tooManyErrors(Tallies.of(900, 900, 1), Tallies.of(49, 0, 1))).isEmpty();
    assertThat(ANALYSIS.tooSlow(Tallies.of(49, 0, 90), Tallies.of(900, 0, 1))).isEmpty();
  }

  @Test
  void longerAnswersAreTooSlow() {
    assertThat(ANALYSIS.tooSlow(Tallies.of(100, 0, 40), Tallies.of(100, 0, 20)))
        .get()
        .asString()
        .contains("95 % of its answers", "Mann-Whitney");
    assertThat(ANALYSIS.tooSlow(Tallies.of(100, 0, 20), Tallies.of(100, 0, 40))).isEmpty();
  }

  @Test
  void aFewSlowAnswersAreNot() {
    assertThat(ANALYSIS.tooSlow(Tallies.of(100, 0, 20, 4, 500), Tallies.of(100, 0, 20))).isEmpty();
  }

  @Test
  void aDifferenceOfMillisecondsDoesNotMatter() {
    assertThat(ANALYSIS.tooSlow(Tallies.of(1000, 0, 4), Tallies.of(1000, 0, 1))).isEmpty();
  }
}
