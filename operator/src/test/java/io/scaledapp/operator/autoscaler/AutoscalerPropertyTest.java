package io.scaledapp.operator.autoscaler;

import static io.scaledapp.operator.autoscaler.Policies.between;
import static io.scaledapp.operator.autoscaler.Policies.percent;
import static io.scaledapp.operator.autoscaler.Policies.rules;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.autoscaler.ScalingRules.Select;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class AutoscalerPropertyTest {

  @Property(tries = 200)
  void theCountStaysWithinItsBounds(
      @ForAll @IntRange(max = 5) int min,
      @ForAll @IntRange(max = 20) int more,
      @ForAll @IntRange(max = 40) int before,
      @ForAll @Size(min = 1, max = 200) List<@DoubleRange(max = 5_000) Double> loads) {
    var max = Math.max(1, min + more);
    var simulation = new Simulation(between(min, max), before);

    loads.forEach(load -> simulation.concurrency(load, 1));

    assertThat(simulation.counts).allMatch(count -> min <= count && count <= max);
  }

  @Property(tries = 200)
  void moreLoadNeverMeansFewerReplicas(
      @ForAll @IntRange(max = 3) int min,
      @ForAll @Size(min = 1, max = 150) List<@DoubleRange(max = 2_000) Double> loads,
      @ForAll @DoubleRange(min = 1, max = 3) double factor,
      @ForAll @IntRange(min = 1, max = 20) int before) {
    var less = new Simulation(between(min, 50), before);
    var more = new Simulation(between(min, 50), before);
    loads.subList(0, loads.size() - 1).forEach(load -> less.concurrency(load, 1));
    loads.subList(0, loads.size() - 1).forEach(load -> more.concurrency(load * factor, 1));

    // One decision each from the same state: counts of different pasts are free to differ.
    var last = loads.getLast();
    var sameState = less.state();
    more.resume(sameState);
    assertThat(more.concurrency(last * factor, 1).last().desired())
        .isGreaterThanOrEqualTo(less.concurrency(last, 1).last().desired());
  }

  @Property(tries = 200)
  void aConstantLoadLeadsToAFixedPoint(
      @ForAll @IntRange(max = 3) int min,
      @ForAll @DoubleRange(max = 3_000) double load,
      @ForAll @IntRange(max = 40) int before) {
    var simulation = new Simulation(between(min, 40), before).concurrency(load, 400);

    var settled = simulation.counts.subList(200, 400);
    assertThat(settled).containsOnly(settled.getFirst());
    var carried = settled.getFirst() * 50 * 1.1;
    assertThat(settled.getFirst() == 40 || load <= carried).isTrue();
  }

  @Property(tries = 300)
  void decidingNothingWithoutLoadComesToTheSameAsDecidingEachSecond(
      @ForAll @IntRange(max = 2) int min,
      @ForAll @IntRange(max = 30) int upStabilization,
      @ForAll @Size(max = 30) List<@DoubleRange(max = 3_000) Double> before,
      @ForAll @IntRange(min = 1, max = 15) int rest,
      @ForAll @Size(min = 1, max = 30) List<@DoubleRange(max = 3_000) Double> loads) {
    var policy = between(min, 40).up(rules(upStabilization, Select.MAX, percent(100, 15)));
    var awake = new Simulation(policy, 1);
    var rested = new Simulation(policy, 1);
    before.forEach(load -> awake.concurrency(load, 1));
    before.forEach(load -> rested.concurrency(load, 1));
    awake.concurrency(0, 400);
    rested.concurrency(0, 400);
    assertThat(rested.state().isSettledAt(min)).isTrue();

    awake.concurrency(0, rest);
    rested.rest(rest);
    loads.forEach(load -> awake.concurrency(load, 1));
    loads.forEach(load -> rested.concurrency(load, 1));

    assertThat(rested.counts).isEqualTo(awake.counts);
    assertThat(rested.last()).isEqualTo(awake.last());
  }

  @Property(tries = 100)
  void theSameQuestionHasTheSameAnswer(
      @ForAll @Size(min = 1, max = 100) List<@DoubleRange(max = 2_000) Double> loads) {
    var one = new Simulation(between(0, 50), 1);
    var other = new Simulation(between(0, 50), 1);

    loads.forEach(load -> one.concurrency(load, 1));
    loads.forEach(load -> other.concurrency(load, 1));

    assertThat(one.last()).isEqualTo(other.last());
  }

  @Property(tries = 100)
  void silenceNeverLowersTheCount(
      @ForAll @IntRange(min = 1, max = 40) int before,
      @ForAll @Size(min = 1, max = 150) List<@DoubleRange(max = 3_000) Double> lastLoads) {
    var simulation = new Simulation(between(0, 40), before);

    lastLoads.forEach(load -> simulation.silence(load, 1));

    assertThat(simulation.counts).isSorted();
  }

  @Property(tries = 100)
  void whatADecisionHandsOnStaysBounded(
      @ForAll @Size(min = 1, max = 30) List<@DoubleRange(max = 3_000) Double> loads) {
    var simulation = new Simulation(between(0, 40), 1);

    for (var round = 0; round < 20; round++) {
      loads.forEach(load -> simulation.concurrency(load, 1));
    }

    assertThat(simulation.state().recommendations()).hasSizeLessThanOrEqualTo(1);
    assertThat(simulation.state().changes()).hasSizeLessThanOrEqualTo(15);
  }
}
