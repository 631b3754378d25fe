package io.scaledapp.e2e.longlived;

import io.scaledapp.e2e.Await;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * So many sessions of a kind, each opened again when it has ended. Half of them are left by their
 * client after a while, so that replicas that have just come get some too.
 */
final class Sessions implements AutoCloseable {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int SHORT_MILLIS = 5_000;

  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private final String name;
  private final Session.Kind kind;
  private final Endings endings;
  private volatile boolean stopped;

  Sessions(String name, int count, Session.Kind kind, Endings endings) {
    this.name = name;
    this.kind = kind;
    this.endings = endings;
    for (var number = 0; number < count; number++) {
      var random = new Random(number);
      var isShort = number % 2 == 0;
      var unused =
          clients.submit(
              () -> repeat(() -> isShort ? Duration.ofMillis(random.nextInt(SHORT_MILLIS)) : LONG));
    }
  }

  private interface Life {
    Duration next();
  }

  private void repeat(Life life) {
    while (!stopped) {
      try (var session = kind.open()) {
        use(session, System.nanoTime() + life.next().toNanos());
      } catch (Exception e) {
        if (!stopped) {
          endings.cut(name, e);
          // Whatever refuses them must not fill the memory with faults.
          Await.pause(Duration.ofMillis(100));
        }
      }
    }
  }

  private void use(Session session, long until) throws Exception {
    while (!stopped && System.nanoTime() < until) {
      if (!session.goOn()) {
        endings.left(name);
        return;
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    clients.shutdown();
    if (!clients.awaitTermination(60, TimeUnit.SECONDS)) {
      throw new AssertionError(name + " did not go on nor end within 60 s");
    }
  }
}
