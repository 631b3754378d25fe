package io.scaledapp.operator.app.engine;

import io.scaledapp.operator.app.plan.RolloutWords;
import io.scaledapp.operator.cookie.CookieKeys;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What holds for all apps of one engine.
 *
 * @param defaultMaxReplicas of apps that name no {@code maxReplicas}, at least 1
 * @param listener tells where balancers answer people now, such as {@code http://127.0.0.1:8080};
 *     null when only the apps' own names are known; must not block
 * @param progressDeadline a rollout that gets no further for this time is given up
 * @param cookieKeys sign apps' sticky cookies
 */
public record AppSettings(
    int defaultMaxReplicas,
    Supplier<@Nullable URI> listener,
    Duration progressDeadline,
    RolloutWords rolloutWords,
    CookieKeys cookieKeys) {

  /**
   * For one machine: a person waits for the answer, so a rollout is given up sooner than the ten
   * minutes of a Kubernetes Deployment.
   */
  public static AppSettings local(int cores, Supplier<URI> listener, CookieKeys cookieKeys) {
    return new AppSettings(
        cores, listener::get, Duration.ofMinutes(2), RolloutWords.LOCAL, cookieKeys);
  }

  /** For a cluster, with the time that a Deployment has to get further. */
  public static AppSettings cluster(
      int defaultMaxReplicas, @Nullable URI listener, CookieKeys cookieKeys) {
    return new AppSettings(
        defaultMaxReplicas,
        () -> listener,
        Duration.ofMinutes(10),
        RolloutWords.CLUSTER,
        cookieKeys);
  }
}
