package io.scaledapp.operator.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The replicas of one app, from the decision for each until it is gone. Each costs all that time.
 */
final class Fleet {

  private final long startupMillis;
  private final int connectionLife;
  private final long requestSeconds;
  private final Removal removal;
  private final List<Replica> starting = new ArrayList<>();
  private final List<Replica> ready = new ArrayList<>();
  private final List<Replica> draining = new ArrayList<>();
  private long connectionsCut;
  private long removals;
  private int turn;

  /**
   * Begins with ready replicas.
   *
   * @param removal how the platform in question takes replicas away
   */
  Fleet(World world, Removal removal) {
    this.startupMillis = world.startup().toMillis();
    this.connectionLife = world.connectionSeconds();
    this.requestSeconds = (long) Math.ceil(world.serviceTime().toMillis() / 1_000.0);
    this.removal = removal;
    for (var count = 0; count < world.firstReplicas(); count++) {
      ready.add(new Replica(0, connectionLife));
    }
  }

  /** How many are ready at a millisecond, which is never before that of the call before. */
  int readyAt(long millisecond) {
    while (!starting.isEmpty() && starting.getFirst().readyAt() <= millisecond) {
      ready.add(starting.removeFirst());
    }
    return ready.size();
  }

  /** A second begins: connections have ended, drained replicas go. */
  void begin(long second) {
    readyAt(second * 1_000);
    ready.forEach(one -> one.expire(second));
    draining.forEach(one -> one.expire(second));
    draining.removeIf(one -> isGone(one, second));
  }

  private boolean isGone(Replica one, long second) {
    var gone = one.isDrained(second, requestSeconds);
    if (gone) {
      connectionsCut += one.connections();
    }
    return gone;
  }

  /** Opens the connections of a second's requests, as evenly as whole numbers allow. */
  void open(long second, int connections) {
    if (ready.isEmpty()) {
      return;
    }
    var each = connections / ready.size();
    var more = connections % ready.size();
    for (var index = 0; index < ready.size(); index++) {
      var place = Math.floorMod(index - turn, ready.size());
      ready.get(index).open(second, place < more ? each + 1 : each);
    }
    turn += more;
  }

  /** Moves towards as many replicas, ready or starting; true when that changed anything. */
  boolean scale(int desired, long second, Traffic traffic) {
    var present = present();
    for (var more = present; more < desired; more++) {
      add(second);
    }
    for (var fewer = present; fewer > desired; fewer--) {
      remove(second, traffic);
    }
    return desired != present;
  }

  private void add(long second) {
    if (removal.revives() && !draining.isEmpty()) {
      // The one that began to drain last has the most connections left.
      ready.add(draining.removeLast());
      removals--;
    } else if (startupMillis == 0) {
      ready.add(new Replica(second * 1_000, connectionLife));
    } else {
      starting.add(new Replica(second * 1_000 + startupMillis, connectionLife));
    }
  }

  /** One that is not ready goes first, as with the controller of ReplicaSets. */
  private void remove(long second, Traffic traffic) {
    if (!starting.isEmpty()) {
      starting.removeLast();
      return;
    }
    traffic.leave(ready.size());
    var victim = removal.fewestConnections() ? fewestConnections() : ready.getLast();
    ready.remove(victim);
    victim.drain(second, second + removal.graceSeconds());
    draining.add(victim);
    removals++;
  }

  private Replica fewestConnections() {
    return ready.stream().min(Comparator.comparingInt(Replica::connections)).orElseThrow();
  }

  /** Ready and starting ones. */
  int present() {
    return ready.size() + starting.size();
  }

  int ready() {
    return ready.size();
  }

  /** All that there are, which is what they cost in a second. */
  int all() {
    return present() + draining.size();
  }

  /** Connections that were open when their replica's time to drain was over. */
  long connectionsCut() {
    return connectionsCut;
  }

  /** Ready replicas that were taken away for good. */
  long removals() {
    return removals;
  }
}
