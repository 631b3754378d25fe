package io.scaledapp.operator.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.Endpoint.State;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many tables tell of what happens. */
class PublishingTest {

  private static final int APPS = 20;

  private final EngineFixture fixture = new EngineFixture();
  private int before;

  @BeforeEach
  void appsOfWhichNoneIsReady() {
    IntStream.range(0, APPS)
        .forEach(
            number -> {
              var app = EngineFixture.app("hello:1", 1, null);
              app.getMetadata().setName("hello-" + number);
              fixture.apply(app);
            });
    fixture.pass(1);
    before = fixture.tables.size();
    assertThat(fixture.endpoints(State.READY)).isEmpty();
  }

  @Test
  void whatHappensToManyAppsAtOnceIsToldByOneTable() {
    fixture.platform.settle();
    fixture.run();

    assertThat(fixture.endpoints(State.READY)).hasSize(APPS);
    assertThat(fixture.tables).hasSize(before + 1);
  }

  @Test
  void tableDoesNotWaitUntilNothingHappensAnyMore() {
    fixture.platform.onChange(
        app ->
            fixture.post(
                () -> {
                  fixture.elapse(Duration.ofMillis(10));
                  fixture.engine.replicasChanged(app);
                }));

    fixture.platform.settle();
    fixture.run();

    assertThat(fixture.endpoints(State.READY)).hasSize(APPS);
    assertThat(fixture.tables.size() - before).as("one in 20 ms").isBetween(6, 10);
  }

  @Test
  void singleChangeIsToldAtOnce() {
    var starting = fixture.platform.alive(1).getFirst();

    fixture.platform.ready(starting);
    fixture.run();

    assertThat(fixture.endpoints(State.READY)).containsExactly(starting);
  }
}
