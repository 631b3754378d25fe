package io.scaledapp.operator.control;

import static io.scaledapp.operator.control.ControlFixture.ONE;
import static io.scaledapp.operator.control.ControlFixture.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.balancer.control.wire.Frame;
import io.scaledapp.operator.platform.local.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Balancers that share replicas with a limit, and operators, over real sockets with TLS. */
class SlotGrantsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int CLIENTS = 8;

  private final RecordingListener listener = new RecordingListener();
  private final List<CountingReplica> replicas = new ArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private ControlFixture fixture;

  @BeforeEach
  void open(@TempDir Path folder) {
    fixture = new ControlFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
    replicas.forEach(CountingReplica::close);
  }

  @Test
  void limitHoldsOverBothBalancersWhenAllSlotsAreWanted() throws InterruptedException {
    var operator = fixture.server(ONE, listener);
    var balancers = balancers();
    operator.publish(table(1, 2, 2));
    awaitTable("1/1");
    finish(load(balancers.get(0), 40), load(balancers.get(1), 40));
    assertThat(failures).isEmpty();
    assertLimit(2);
    assertThat(replicas).extracting(replica -> replica.most.get()).contains(2);
    assertThat(answers()).isEqualTo(2 * CLIENTS * 40);
  }

  @Test
  void oneSlotGoesFromBalancerToBalancer() throws InterruptedException {
    var operator = fixture.server(ONE, listener);
    var balancers = balancers();
    operator.publish(table(1, 1, 1));
    awaitTable("1/1");
    finish(load(balancers.get(0), 5), load(balancers.get(1), 5));
    finish(load(balancers.get(0), 5));
    finish(load(balancers.get(1), 5));
    assertThat(failures).isEmpty();
    assertLimit(1);
    assertThat(answers()).isEqualTo(4 * CLIENTS * 5);
  }

  @Test
  void limitHoldsWhileLeadersChange() throws InterruptedException {
    var one = fixture.server(ONE, listener);
    var other = new RecordingListener();
    var two = fixture.server(TWO, other);
    var balancers = balancers();
    one.publish(table(1, 2, 2));
    awaitTable("1/1");
    var load =
        Stream.of(load(balancers.get(0), 40), load(balancers.get(1), 40))
            .flatMap(List::stream)
            .toList();
    Await.until(this::answers, count -> count > 50);
    // The former one has not noticed, and goes on.
    two.publish(new RoutingTable(2, 1, table(1, 2, 2).apps()));
    other.await("ack balancer-0 2/1");
    other.await("ack balancer-1 2/1");
    finish(load);
    assertThat(failures).isEmpty();
    assertLimit(2);
  }

  @Test
  void slotsOfASilentBalancerAreNobodyElsesUntilItsPodIsGone() throws InterruptedException {
    var operator = fixture.server(ONE, listener);
    operator.balancers(Set.of("balancer-0", "balancer-1"));
    var balancers = balancers();
    operator.publish(table(1, 2, 2));
    awaitTable("1/1");
    finish(load(balancers.get(0), 2), load(balancers.get(1), 2));
    balancers.get(1).silence();
    listener.await("gone balancer-1 LOST");
    finish(load(balancers.get(0), 20), load(balancers.get(1), 20));
    assertThat(failures).isEmpty();
    assertLimit(2);
    balancers.get(1).close();
    replicas.forEach(replica -> replica.most.set(0));
    operator.balancers(Set.of("balancer-0"));
    finish(load(balancers.get(0), 20));
    assertThat(failures).isEmpty();
    assertLimit(2);
    assertThat(replicas).allMatch(replica -> replica.most.get() == 2);
  }

  @Test
  void wholeLimitIsEachBalancersWhileOneOfThemKnowsNoGrants() throws InterruptedException {
    var operator = fixture.server(ONE, listener);
    var former = fixture.rawBalancer(ONE).hello("balancer-1");
    var balancer = fixture.balancer("balancer-0");
    operator.publish(table(1, 1, 3));
    former.stream.send(new Frame.Load(new LoadReport("balancer-1", "i", 1, List.of(), List.of())));
    former.stream.send(new Frame.Ack(1, 1));
    awaitTable("1/1");
    finish(load(balancer, 20));
    assertThat(failures).isEmpty();
    assertThat(replicas.getFirst().most).hasValue(3);
  }

  @Test
  void wholeLimitIsTheBalancersUnderAnOperatorThatGrantsNone() throws InterruptedException {
    var operator = fixture.rawOperator(ONE);
    var balancer = fixture.balancer("balancer-0");
    var stream = operator.welcome(false);
    stream.send(new Frame.Table(table(1, 1, 3)));
    assertThat(Stream.generate(stream::read).filter(Frame.Ack.class::isInstance).findFirst())
        .contains(new Frame.Ack(1, 1));
    finish(load(balancer, 20));
    assertThat(failures).isEmpty();
    assertThat(replicas.getFirst().most).hasValue(3);
  }

  private List<WholeBalancer> balancers() {
    return List.of(fixture.balancer("balancer-0"), fixture.balancer("balancer-1"));
  }

  private void awaitTable(String table) {
    listener.await("ack balancer-0 " + table);
    listener.await("ack balancer-1 " + table);
  }

  private void assertLimit(int limit) {
    assertThat(replicas).allMatch(replica -> replica.most.get() <= limit);
  }

  private int answers() {
    return replicas.stream().mapToInt(replica -> replica.answers.get()).sum();
  }

  /** The app with so many replicas, which are made when they are needed. */
  private RoutingTable table(long sequence, int count, int limit) {
    while (replicas.size() < count) {
      replicas.add(new CountingReplica());
    }
    var app =
        new AppRoute(
            "default/shop",
            List.of("shop.example.com"),
            List.of("/"),
            0,
            AppRoute.Policy.LEAST_CONNECTIONS,
            limit,
            new QueueLimits(1_000, PATIENCE),
            Timeouts.DEFAULT,
            replicas.stream().map(CountingReplica::endpoint).toList());
    return new RoutingTable(1, sequence, List.of(app));
  }

  /** Clients that send so many requests each, one after the other. */
  private List<Thread> load(WholeBalancer balancer, int requests) {
    return IntStream.range(0, CLIENTS)
        .mapToObj(client -> Thread.startVirtualThread(() -> send(balancer, requests)))
        .toList();
  }

  private void send(WholeBalancer balancer, int requests) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), balancer.balancer.port())) {
      socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
      for (int i = 0; i < requests; i++) {
        var answer = Prober.get(socket, "/");
        if (!answer.startsWith("HTTP/1.1 200 ")) {
          failures.add(answer);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SafeVarargs
  private static void finish(List<Thread>... clients) throws InterruptedException {
    for (var client : List.of(clients).stream().flatMap(List::stream).toList()) {
      assertThat(client.join(PATIENCE)).isTrue();
    }
  }
}
