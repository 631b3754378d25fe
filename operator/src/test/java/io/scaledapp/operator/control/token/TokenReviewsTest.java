package io.scaledapp.operator.control.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.scaledapp.operator.control.token.TokenVerifier.Verdict;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TokenReviewsTest {
  private static final String USER = "system:serviceaccount:scaledapp-system:balancer";
  private static final Map<String, List<String>> POD =
      Map.of(
          "authentication.kubernetes.io/pod-name", List.of("balancer-0"),
          "authentication.kubernetes.io/pod-uid", List.of("uid-0"));

  private static Verdict verify(UnaryOperator<TokenReview> api) {
    return new TokenReviews(api, "scaledapp-system", "balancer").verify("token");
  }

  private static UnaryOperator<TokenReview> answering(
      String user, List<String> audiences, Map<String, List<String>> extra) {
    return review ->
        new TokenReviewBuilder(review)
            .withStatus(
                new TokenReviewStatusBuilder()
                    .withAuthenticated(true)
                    .withAudiences(audiences)
                    .withNewUser()
                    .withUsername(user)
                    .withExtra(extra)
                    .endUser()
                    .build())
            .build();
  }

  @Test
  void tokenOfABalancersPodIsAccepted() {
    assertThat(verify(answering(USER, List.of("scaledapp-control"), POD)))
        .isEqualTo(new Verdict.Accepted("balancer-0", "uid-0"));
  }

  @Test
  void theTokenIsReviewedForTheStreamsAudience() {
    verify(
        review -> {
          assertThat(review.getSpec().getToken()).isEqualTo("token");
          assertThat(review.getSpec().getAudiences()).containsExactly("scaledapp-control");
          return answering(USER, List.of("scaledapp-control"), POD).apply(review);
        });
  }

  @Test
  void tokenForAnotherAudienceIsRefused() {
    assertRefused(answering(USER, List.of("https://kubernetes.default.svc"), POD), "audience");
    assertRefused(answering(USER, List.of(), POD), "audience");
  }

  @Test
  void tokenOfAnotherServiceAccountIsRefused() {
    assertRefused(
        answering("system:serviceaccount:default:balancer", List.of("scaledapp-control"), POD),
        "default:balancer");
  }

  @Test
  void tokenThatIsNotBoundToAPodIsRefused() {
    assertRefused(answering(USER, List.of("scaledapp-control"), Map.of()), "pod");
  }

  @Test
  void tokenThatIsNotValidIsRefusedWithTheReason() {
    assertRefused(
        review ->
            new TokenReviewBuilder(review)
                .withStatus(
                    new TokenReviewStatusBuilder()
                        .withAuthenticated(false)
                        .withError("it has expired")
                        .build())
                .build(),
        "it has expired");
  }

  @Test
  void apiServerThatGivesNoAnswerRefusesNobody() {
    assertThat(
            verify(
                review -> {
                  throw new KubernetesClientException("connection refused");
                }))
        .isInstanceOf(Verdict.Unavailable.class);
    assertThat(verify(review -> review)).isInstanceOf(Verdict.Unavailable.class);
  }

  private static void assertRefused(UnaryOperator<TokenReview> api, String reason) {
    assertThat(verify(api))
        .isInstanceOfSatisfying(
            Verdict.Refused.class, refused -> assertThat(refused.reason()).contains(reason));
  }
}
