package io.scaledapp.operator.control.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.Timeouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Ledgers and balancers as they are in a simulated world: messages are late, connections break,
 * leaders change while the one before still acts, balancers die, are silent and come, endpoints
 * come, drain, and go. At no step are there more requests in flight on an endpoint than its limit,
 * and when the trouble is over every request gets its slot.
 */
final class SlotSimulation {
  private static final String APP = "default/app";
  private static final Duration TROUBLE = Duration.ofSeconds(10);

  /** Far more than it takes. */
  private static final Duration CALM = Duration.ofMinutes(10);

  private final VirtualTime time = new VirtualTime();
  private final List<SimulatedBalancer> balancers = new ArrayList<>();
  private final List<SimulatedBalancer> listed = new ArrayList<>();
  private final Map<String, Endpoint.State> endpoints = new LinkedHashMap<>();
  private final List<SimulatedOperator> operators = new ArrayList<>();
  private final Random random;
  private final int limit;
  private SimulatedOperator leader;
  private int names;
  private long term;
  private long sequence;
  private boolean isTroubled = true;

  SlotSimulation(long seed, int limit, int replicas, int balancers) {
    random = new Random(seed);
    this.limit = limit;
    for (int i = 0; i < 2; i++) {
      operators.add(new SimulatedOperator(time, random));
    }
    leader = operators.getFirst();
    for (int i = 0; i < balancers; i++) {
      newBalancer();
    }
    for (int i = 0; i < replicas; i++) {
      endpoints.put("e" + names++, Endpoint.State.READY);
    }
  }

  /** Trouble, and then calm until each request got its slot; fails when the limit is exceeded. */
  void run() {
    elect();
    turn();
    happenings();
    while (time.step(TROUBLE)) {
      checkLimit();
    }
    heal();
    while (waiting() > 0 && time.step(CALM)) {
      checkLimit();
    }
    assertThat(waiting()).isZero();
  }

  private int waiting() {
    return balancers.stream().mapToInt(balancer -> balancer.waiting).sum();
  }

  private void checkLimit() {
    var sums = new HashMap<String, Integer>();
    for (SimulatedBalancer balancer : balancers) {
      balancer.inFlight.forEach((endpoint, count) -> sums.merge(endpoint, count, Integer::sum));
    }
    assertThat(sums.values()).allMatch(sum -> sum <= limit);
  }

  private void happenings() {
    if (!isTroubled) {
      return;
    }
    happen();
    time.after(Duration.ofMillis(random.nextInt(20)), this::happenings);
  }

  private void happen() {
    switch (random.nextInt(40)) {
      case 0 -> elect();
      case 1, 2 -> operator().cut(balancer());
      case 3, 4, 5 -> reconnect();
      case 6 -> restartOrDie(balancer());
      case 7 -> {
        if (balancers.size() < 5) {
          newBalancer();
        }
      }
      case 8, 9, 10 -> changeEndpoints();
      default -> requests(balancer());
    }
  }

  private SimulatedOperator operator() {
    return operators.get(random.nextInt(operators.size()));
  }

  private SimulatedBalancer balancer() {
    return balancers.get(random.nextInt(balancers.size()));
  }

  private void requests(SimulatedBalancer balancer) {
    int burst = random.nextInt(1, 5);
    for (int i = 0; i < burst; i++) {
      balancer.request(APP, Duration.ofMillis(random.nextInt(1, 200)));
    }
  }

  private void elect() {
    var former = leader;
    var next = operator();
    if (next.leads()) {
      next.follow();
    } else if (random.nextBoolean()) {
      // It has not noticed yet.
      long deposed = former.term();
      time.after(Duration.ofMillis(random.nextInt(500)), () -> former.follow(deposed));
    } else {
      former.follow();
    }
    former.deposedAt = time.nanos();
    leader = next;
    term++;
    sequence = 1;
    leader.lead(table(), pods());
  }

  private void reconnect() {
    var balancer = balancer();
    var operator = operator();
    if (!balancer.isDead() && mayConnect(operator, balancer)) {
      operator.connect(balancer);
    }
  }

  /** One whose Lease has ended, and has not noticed, grants nothing to a balancer that comes. */
  private boolean mayConnect(SimulatedOperator operator, SimulatedBalancer balancer) {
    return operator == leader || !operator.leads() || balancer.born <= operator.deposedAt;
  }

  private void newBalancer() {
    var balancer = new SimulatedBalancer("balancer-" + names++, time);
    listed.add(balancer);
    begin(balancer);
    leader.pods(pods());
  }

  private void begin(SimulatedBalancer balancer) {
    balancers.add(balancer);
    operators.stream()
        .filter(operator -> mayConnect(operator, balancer))
        .forEach(operator -> operator.connect(balancer));
  }

  private Set<String> pods() {
    return listed.stream().map(pod -> pod.name).collect(Collectors.toSet());
  }

  /** The process ends; another begins in its pod, or the pod is gone too a while later. */
  private void restartOrDie(SimulatedBalancer balancer) {
    if (balancers.size() == 1) {
      return;
    }
    balancer.die();
    operators.forEach(operator -> operator.cut(balancer));
    balancers.remove(balancer);
    listed.remove(balancer);
    if (random.nextBoolean()) {
      var next = new SimulatedBalancer(balancer.name, time);
      listed.add(next);
      begin(next);
    } else {
      time.after(Duration.ofMillis(random.nextInt(2_000)), () -> leader.pods(pods()));
    }
  }

  private void changeEndpoints() {
    var ids = List.copyOf(endpoints.keySet());
    var id = ids.get(random.nextInt(ids.size()));
    switch (random.nextInt(3)) {
      case 0 ->
          endpoints.put(id, random.nextBoolean() ? Endpoint.State.READY : Endpoint.State.DRAINING);
      case 1 -> endpoints.put("e" + names++, Endpoint.State.READY);
      default -> {
        if (ids.size() > 1) {
          endpoints.remove(id);
        }
      }
    }
    sequence++;
    leader.publish(table());
  }

  private RoutingTable table() {
    var list = new ArrayList<Endpoint>();
    endpoints.forEach((id, state) -> list.add(new Endpoint(id, "127.0.0.1", 1, 1, state)));
    var route =
        new AppRoute(
            APP,
            List.of(),
            List.of("/"),
            0,
            AppRoute.Policy.ROUND_ROBIN,
            limit,
            new QueueLimits(100_000, Duration.ofHours(1)),
            Timeouts.DEFAULT,
            list);
    return new RoutingTable(term, sequence, List.of(route));
  }

  private void turn() {
    operators.forEach(SimulatedOperator::turn);
    time.after(Duration.ofMillis(50), this::turn);
  }

  private void heal() {
    isTroubled = false;
    operators.stream().filter(one -> one != leader).forEach(SimulatedOperator::follow);
    endpoints.replaceAll((id, state) -> Endpoint.State.READY);
    leader.pods(pods());
    for (SimulatedBalancer balancer : balancers) {
      if (!leader.isConnected(balancer)) {
        leader.connect(balancer);
      }
    }
    sequence++;
    leader.publish(table());
  }
}
