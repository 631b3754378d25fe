package io.scaledapp.balancer.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.RequestRules.ClientLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class ClientTablePropertyTest {
  private static final long SECOND = 1_000_000_000;

  /** A clock may begin anywhere, and pass the end of its numbers. */
  private static final long ORIGIN = Long.MAX_VALUE - 10 * SECOND;

  private static ClientTable table(int rate, int burst, int concurrency) {
    return new ClientTable(new ClientLimits(rate, burst, concurrency, ""), ORIGIN, 42);
  }

  @Property
  void noStretchOfTimeHasMoreThanTheBurstAndTheRateAllow(
      @ForAll @IntRange(min = 1, max = 20) int rate,
      @ForAll @IntRange(min = 1, max = 10) int burst,
      @ForAll @Size(max = 60) List<@LongRange(min = 0, max = SECOND / 2) Long> pauses) {
    var table = table(rate, burst, 0);
    var admitted = new ArrayList<Long>();
    long now = ORIGIN;
    for (long pause : pauses) {
      now += pause;
      if (table.take(1, 4, now) == 0) {
        admitted.add(now - ORIGIN);
      }
    }
    for (int from = 0; from < admitted.size(); from++) {
      for (int to = from; to < admitted.size(); to++) {
        double seconds = (admitted.get(to) - admitted.get(from)) / (double) SECOND;
        assertThat(to - from + 1).isLessThanOrEqualTo((int) (burst + rate * seconds + 1e-6));
      }
    }
  }

  @Property
  void clientIsLetInWhenItWasToldAndNotBefore(
      @ForAll @IntRange(min = 1, max = 2000) int rate,
      @ForAll @IntRange(min = 1, max = 10) int burst) {
    var table = table(rate, burst, 0);
    for (int i = 0; i < burst; i++) {
      assertThat(table.take(1, 4, ORIGIN)).isZero();
    }
    long wait = table.take(1, 4, ORIGIN);
    assertThat(wait).isPositive();
    assertThat(table.take(1, 4, ORIGIN + wait - 1)).isPositive();
    assertThat(table.take(1, 4, ORIGIN + wait)).isZero();
  }

  @Property(tries = 200)
  void countOfRequestsInFlightIsExact(
      @ForAll @IntRange(min = 1, max = 5) int most, @ForAll @Size(max = 200) List<Boolean> steps) {
    var table = table(0, 0, most);
    int inFlight = 0;
    for (boolean begins : steps) {
      if (begins) {
        boolean taken = table.take(7, 6, ORIGIN) == 0;
        assertThat(taken).isEqualTo(inFlight < most);
        inFlight += taken ? 1 : 0;
      } else if (inFlight > 0) {
        table.release(7, 6);
        inFlight--;
      }
    }
  }

  @Example
  void clientsDoNotShareWhatTheyMay() {
    var table = table(1, 1, 0);
    for (int client = 0; client < ClientTable.CAPACITY / 4; client++) {
      assertThat(table.take(client, 4, ORIGIN)).isZero();
    }
    for (int client = 0; client < ClientTable.CAPACITY / 4; client++) {
      assertThat(table.take(client, 4, ORIGIN)).as("client " + client).isPositive();
    }
  }

  @Example
  void ofTooManyClientsTheOneThatUsedLeastIsForgotten() {
    var table = table(1, 100, 0);
    for (int i = 0; i < 100; i++) {
      assertThat(table.take(-1, 4, ORIGIN)).isZero();
    }
    for (int client = 0; client < 10 * ClientTable.CAPACITY; client++) {
      assertThat(table.take(client, 4, ORIGIN)).isZero();
    }
    assertThat(table.take(-1, 4, ORIGIN)).isPositive();
  }

  @Example
  void clientWithARequestInFlightIsNeverForgotten() {
    var table = table(0, 0, 1);
    int refused = 0;
    for (int client = 0; client < 2 * ClientTable.CAPACITY; client++) {
      refused += table.take(client, 4, ORIGIN) == 0 ? 0 : 1;
    }
    assertThat(refused).isGreaterThanOrEqualTo(ClientTable.CAPACITY);
    int again = 0;
    for (int client = 0; client < 2 * ClientTable.CAPACITY; client++) {
      again += table.take(client, 4, ORIGIN) == 0 ? 1 : 0;
    }
    assertThat(again).isZero();
  }

  @Example
  void manyThreadsGetWhatThereIsAndNoMore() throws InterruptedException {
    var table = table(1, 1000, 0);
    var admitted = new AtomicInteger();
    var begin = new CountDownLatch(1);
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 4; i++) {
      var random = new Random(i);
      threads.add(
          Thread.startVirtualThread(
              () -> {
                try {
                  begin.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                for (int n = 0; n < 2000; n++) {
                  admitted.addAndGet(table.take(1, 4, ORIGIN) == 0 ? 1 : 0);
                  table.take(random.nextInt(100), 6, ORIGIN);
                }
              }));
    }
    begin.countDown();
    for (var thread : threads) {
      thread.join();
    }
    assertThat(admitted).hasValue(1000);
  }
}
