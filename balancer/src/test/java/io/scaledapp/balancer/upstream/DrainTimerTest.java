package io.scaledapp.balancer.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.eventloop.Worker;
import io.scaledapp.balancer.http1.HeadLimits;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DrainTimerTest {
  private static final Endpoint READY =
      new Endpoint("replica", "127.0.0.1", 1, 1, Endpoint.State.READY);

  private final VertxInternal vertx = (VertxInternal) Vertx.vertx();
  private final AtomicLong clock = new AtomicLong();
  private final UpstreamEndpoint endpoint = new UpstreamEndpoint(READY, 1, (of, failures) -> {});
  private final List<String> told = new ArrayList<>();

  private final DrainTimer.LongLived subject =
      new DrainTimer.LongLived() {
        @Override
        public void leave() {
          told.add("leave");
        }

        @Override
        public void leaveAtOnce() {
          told.add("at once");
        }
      };

  /** The only random number that there is. */
  private long random;

  private final RandomGenerator numbers = () -> random;

  private final Worker worker =
      new Worker(
          0,
          vertx.createContext(ThreadingModel.EVENT_LOOP),
          HeadLimits.DEFAULT,
          clock::get,
          numbers);

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private void onLoop(Runnable task) {
    CompletableFuture.runAsync(task, worker.eventLoop()).join();
  }

  /** Until it has done what it was told. */
  private void awaitLoop() {
    onLoop(() -> {});
  }

  private void drain(Duration time) {
    endpoint.update(READY.draining(time), false, clock.get());
    awaitLoop();
  }

  private List<String> at(Duration time) {
    clock.set(time.toNanos());
    onLoop(() -> worker.wheel().advance());
    return told;
  }

  private DrainTimer start() {
    var started = new CompletableFuture<DrainTimer>();
    onLoop(() -> started.complete(DrainTimer.start(worker, endpoint, subject)));
    awaitLoop();
    return started.join();
  }

  @Test
  void endIsLookedForAtTheHalfAtTheEarliestAndForcedBeforeTheDrainEnds() {
    start();
    drain(Duration.ofSeconds(10));
    assertThat(at(Duration.ofMillis(4_900))).isEmpty();
    assertThat(at(Duration.ofMillis(5_200))).containsExactly("leave");
    assertThat(at(Duration.ofMillis(9_400))).containsExactly("leave");
    assertThat(at(Duration.ofMillis(9_700))).containsExactly("leave", "at once");
    assertThat(at(Duration.ofSeconds(20))).hasSize(2);
  }

  @Test
  void randomNumberPutsTheEndOff() {
    random = -1;
    start();
    drain(Duration.ofSeconds(10));
    assertThat(at(Duration.ofMillis(8_400))).isEmpty();
    assertThat(at(Duration.ofMillis(8_700))).containsExactly("leave");
  }

  @Test
  void whatBeginsWithinADrainEndsWithIt() {
    drain(Duration.ofSeconds(10));
    at(Duration.ofSeconds(4));
    start();
    assertThat(at(Duration.ofMillis(5_200))).containsExactly("leave");
  }

  @Test
  void endpointThatIsPutBackKeepsWhatItHasUntilItDrainsAgain() {
    start();
    drain(Duration.ofSeconds(10));
    at(Duration.ofSeconds(4));
    endpoint.update(READY, false, clock.get());
    assertThat(at(Duration.ofSeconds(20))).isEmpty();
    drain(Duration.ofSeconds(10));
    assertThat(at(Duration.ofMillis(24_900))).isEmpty();
    assertThat(at(Duration.ofMillis(25_200))).containsExactly("leave");
  }

  @Test
  void nothingIsToldOfWhatIsOver() {
    DrainTimer timer = start();
    drain(Duration.ofSeconds(10));
    at(Duration.ofSeconds(4));
    onLoop(timer::stop);
    assertThat(at(Duration.ofSeconds(20))).isEmpty();
  }
}
