package io.scaledapp.operator.platform.kubernetes.replicaset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.BeforeTry;

/** Whatever happens in whatever order, the count comes right, and those go that were told to. */
class VictimsPropertyTest {

  private final Set<String> everReady = new HashSet<>();
  private final Set<String> stopped = new HashSet<>();
  private int wanted;

  @BeforeTry
  void forget() {
    everReady.clear();
    stopped.clear();
    wanted = 0;
  }

  /** The watch and the controller lag behind as they like. */
  @Property(tries = 300)
  void countComesRightWhateverLagsBehind(@ForAll long seed) {
    var random = new Random(seed);
    var fixture = new Fixture();
    for (var step = 0; step < 120; step++) {
      happen(random, fixture);
      switch (random.nextInt(4)) {
        case 0 -> fixture.work();
        case 1 -> fixture.cluster.sync();
        default -> fixture.cluster.deliver();
      }
    }

    fixture.settle();

    assertThat(fixture.cluster.pods(FakeCluster::isActive)).hasSize(wanted);
    assertThat(fixture.staying()).hasSize(wanted).doesNotContainAnyElementsOf(stopped);
  }

  /** While nobody lags behind, no pod that was ever ready is lost. */
  @Property(tries = 300)
  void onlyVictimsGoWhileNobodyLagsBehind(@ForAll long seed) {
    var random = new Random(seed);
    var fixture = new Fixture();
    for (var step = 0; step < 60; step++) {
      happen(random, fixture);
      fixture.settle();
    }

    var lost = fixture.cluster.removed.stream().map(Fixture::id).filter(everReady::contains);
    assertThat(lost).isSubsetOf(stopped);
    assertThat(fixture.cluster.pods(FakeCluster::isActive)).hasSize(wanted);
    assertThat(fixture.lost.count()).isZero();
  }

  private void happen(Random random, Fixture fixture) {
    var cluster = fixture.cluster;
    switch (random.nextInt(8)) {
      case 0, 1 -> {
        fixture.sets.start(Fixture.revision(1));
        wanted++;
      }
      case 2 -> one(random, fixture.staying()).forEach(id -> stop(fixture, id));
      case 3 -> one(random, cluster.pods(FakeCluster::isActive)).forEach(cluster::schedule);
      case 4, 5 ->
          one(random, cluster.pods(FakeCluster::isActive))
              .forEach(
                  pod -> {
                    cluster.run(pod, true);
                    everReady.add(Fixture.id(pod));
                  });
      case 6 ->
          one(random, cluster.pods(FakeCluster::isReady)).forEach(pod -> cluster.run(pod, false));
      default ->
          one(random, cluster.pods(pod -> !FakeCluster.isActive(pod))).forEach(cluster::finish);
    }
  }

  /** One of too many, such as there are while the watch lags behind, goes without the count. */
  private void stop(Fixture fixture, String id) {
    wanted -= fixture.staying().size() <= wanted ? 1 : 0;
    fixture.sets.stop(id);
    stopped.add(id);
  }

  private static List<String> one(Random random, List<String> names) {
    return names.isEmpty() ? List.of() : List.of(names.get(random.nextInt(names.size())));
  }
}
