package io.scaledapp.operator.app.engine;

import java.net.URI;
import java.time.Duration;

/**
 * What holds for all apps of one engine.
 *
 * @param defaultMaxReplicas of apps that name no {@code maxReplicas}, at least 1
 * @param listener where the balancer answers, such as {@code http://127.0.0.1:8080}
 * @param progressDeadline a rollout that gets no further for this time is given up
 * @param term of the routing tables; a later leader has a higher one
 */
public record AppSettings(
    int defaultMaxReplicas, URI listener, Duration progressDeadline, long term) {

  /**
   * For one machine: a person waits for the answer, so a rollout is given up sooner than the ten
   * minutes of a Kubernetes Deployment.
   */
  public static AppSettings local(int cores, URI listener) {
    return new AppSettings(cores, listener, Duration.ofMinutes(2), 1);
  }
}
