package io.scaledapp.operator.control.token;

import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Asks the API server whose token it is (TokenReview, authentication.k8s.io/v1). A balancer's is
 * for the control stream's audience, of the balancers' ServiceAccount, and bound to a pod. Any
 * thread.
 */
public final class TokenReviews implements TokenVerifier {
  /** The audience of the balancers' projected tokens, so that no other token gets in. */
  public static final String AUDIENCE = "scaledapp-control";

  private static final String POD_NAME = "authentication.kubernetes.io/pod-name";
  private static final String POD_UID = "authentication.kubernetes.io/pod-uid";

  private final UnaryOperator<TokenReview> api;
  private final String user;

  /**
   * @param api creates the review and returns the API server's answer, as {@code
   *     client.tokenReviews()::create} does
   * @param namespace of the balancers
   * @param serviceAccount name of the balancers' ServiceAccount
   */
  public TokenReviews(UnaryOperator<TokenReview> api, String namespace, String serviceAccount) {
    this.api = api;
    user = "system:serviceaccount:" + namespace + ":" + serviceAccount;
  }

  @Override
  public Verdict verify(String token) {
    try {
      return judge(api.apply(review(token)).getStatus());
    } catch (KubernetesClientException e) {
      return new Verdict.Unavailable("the API server gave no answer: " + e.getMessage());
    }
  }

  private static TokenReview review(String token) {
    return new TokenReviewBuilder()
        .withNewSpec()
        .withToken(token)
        .withAudiences(AUDIENCE)
        .endSpec()
        .build();
  }

  private Verdict judge(@Nullable TokenReviewStatus status) {
    if (status == null) {
      return new Verdict.Unavailable("the API server gave an answer without status");
    }
    var who = status.getUser();
    if (!Boolean.TRUE.equals(status.getAuthenticated()) || who == null) {
      return new Verdict.Refused(
          status.getError() == null ? "it is not valid" : "it is not valid: " + status.getError());
    }
    if (status.getAudiences() == null || !status.getAudiences().contains(AUDIENCE)) {
      return new Verdict.Refused("it is not for the audience " + AUDIENCE);
    }
    if (!user.equals(who.getUsername())) {
      return new Verdict.Refused("it is that of " + who.getUsername() + " and not of " + user);
    }
    return ofPod(extra(who, POD_NAME), extra(who, POD_UID));
  }

  private static Verdict ofPod(@Nullable String name, @Nullable String uid) {
    return name == null || uid == null
        ? new Verdict.Refused("it is not bound to a pod; use a projected ServiceAccount token")
        : new Verdict.Accepted(name, uid);
  }

  private static @Nullable String extra(UserInfo who, String key) {
    Map<String, List<String>> extra = who.getExtra();
    var values = extra == null ? null : extra.get(key);
    return values == null || values.size() != 1 ? null : values.getFirst();
  }
}
