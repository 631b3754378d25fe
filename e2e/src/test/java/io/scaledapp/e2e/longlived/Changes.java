package io.scaledapp.e2e.longlived;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.Up;
import java.time.Duration;

/** Takes the half of an app's replicas away and gives them back, and has all of them replaced. */
final class Changes {
  private static final int WHOLE = 4;
  private static final int HALF = 2;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** In which new replicas get connections of their own. */
  private static final Duration USE = Duration.ofSeconds(1);

  private final Up up;
  private final String app;
  private final Endings endings;

  Changes(Up up, String app, Endings endings) {
    this.up = up;
    this.app = app;
    this.endings = endings;
  }

  /** The whole count, in use. */
  Changes grow() {
    run("scale", app, "--replicas", Integer.toString(WHOLE));
    awaitReplicas(WHOLE);
    Await.pause(USE);
    return this;
  }

  /** Until those that go are gone, whose connections have had their time by then. */
  void shrink() {
    endings.change();
    run("scale", app, "--replicas", Integer.toString(HALF));
    awaitReplicas(HALF);
  }

  void replace() {
    endings.change();
    run("reload", app);
    awaitReplicas(WHOLE);
  }

  private void run(String... command) {
    var result = up.run(command);
    assertThat(result.exitCode()).as(result.output()).isZero();
  }

  /** As many as asked for, and none on its way in or out. */
  private void awaitReplicas(int count) {
    Await.until(
        count + " replicas of " + app,
        LIMIT,
        () -> {
          var status = up.told(app).at("/status");
          return status.at("/replicas").asInt(-1) == count
              && status.at("/readyReplicas").asInt(-1) == count;
        });
  }
}
