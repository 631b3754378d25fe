package io.scaledapp.operator.control.slot;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

class SlotDivisionPropertyTest {

  /** Endpoints, and balancers that have and use any slots of them, also too many. */
  record Situation(Map<String, Integer> capacities, List<Claim> claims) {

    int slots() {
      return capacities.values().stream().mapToInt(Integer::intValue).sum();
    }

    long waiting() {
      return claims.stream().filter(claim -> claim.waiting() > 0).count();
    }

    long demanding() {
      return claims.stream().filter(claim -> claim.waiting() > 0 || sum(claim.used()) > 0).count();
    }

    Map<String, Map<String, Integer>> divide() {
      return SlotDivision.divide(capacities, claims);
    }

    /** The same when that is granted, and what is used has come down to it. */
    Situation with(Map<String, Map<String, Integer>> granted) {
      return new Situation(
          capacities,
          claims.stream()
              .map(claim -> granted(claim, granted.getOrDefault(claim.balancer(), Map.of())))
              .toList());
    }

    private static Claim granted(Claim claim, Map<String, Integer> slots) {
      return new Claim(
          claim.balancer(),
          claim.waiting(),
          slots,
          claim.used(),
          claim.stays(),
          claim.since(),
          false);
    }
  }

  static int sum(Map<String, Integer> slots) {
    return slots.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Provide
  Arbitrary<Situation> situations() {
    return situations(Arbitraries.of(true, true, true, false));
  }

  /** Nobody is about to leave. */
  @Provide
  Arbitrary<Situation> calm() {
    return situations(Arbitraries.just(true));
  }

  private static Arbitrary<Situation> situations(Arbitrary<Boolean> stays) {
    var limits =
        Arbitraries.integers().between(1, 100).withDistribution(RandomDistribution.biased());
    var endpoints =
        Arbitraries.integers().between(1, 100).withDistribution(RandomDistribution.biased());
    var balancers = Arbitraries.integers().between(1, 5);
    return Combinators.combine(limits, endpoints, balancers)
        .flatAs(
            (limit, count, claims) ->
                claim(limit, count, stays)
                    .list()
                    .ofSize(claims)
                    .map(list -> new Situation(capacities(limit, count), named(list))));
  }

  private static Arbitrary<Claim> claim(int limit, int endpoints, Arbitrary<Boolean> stays) {
    var slots = Arbitraries.integers().between(0, limit).list().ofSize(endpoints);
    var waiting =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.just(0)), Tuple.of(1, Arbitraries.integers().between(1, 500)));
    return Combinators.combine(slots, slots, waiting, stays)
        .as(
            (granted, used, queue, stay) ->
                new Claim("", queue, byEndpoint(granted), byEndpoint(used), stay, 0, false));
  }

  private static List<Claim> named(List<Claim> claims) {
    var named = new ArrayList<Claim>();
    for (Claim claim : claims) {
      named.add(
          new Claim(
              "balancer-" + named.size(),
              claim.waiting(),
              claim.granted(),
              claim.used(),
              claim.stays(),
              named.size(),
              claim.turnOver()));
    }
    return named;
  }

  private static Map<String, Integer> capacities(int limit, int endpoints) {
    return byEndpoint(Collections.nCopies(endpoints, limit));
  }

  private static Map<String, Integer> byEndpoint(List<Integer> values) {
    var slots = new LinkedHashMap<String, Integer>();
    values.forEach(value -> slots.put("e" + slots.size(), value));
    return slots;
  }

  @Property(tries = 500)
  void grantsOfAnEndpointAreItsSlots(@ForAll("calm") Situation situation) {
    var grants = situation.divide();
    situation
        .capacities()
        .forEach(
            (endpoint, capacity) ->
                assertThat(
                        grants.values().stream()
                            .mapToInt(one -> one.getOrDefault(endpoint, 0))
                            .sum())
                    .isEqualTo(capacity));
  }

  @Property(tries = 500)
  void noGrantIsBelowZeroNorAboveWhatThereIs(@ForAll("situations") Situation situation) {
    var grants = situation.divide();
    situation
        .capacities()
        .forEach(
            (endpoint, capacity) -> {
              var column =
                  grants.values().stream().map(one -> one.getOrDefault(endpoint, 0)).toList();
              assertThat(column).allMatch(slots -> slots >= 0);
              assertThat(column.stream().mapToInt(Integer::intValue).sum())
                  .isLessThanOrEqualTo(capacity);
            });
  }

  @Property(tries = 500)
  void whereThereAreEnoughEveryBalancerWithRequestsGetsASlot(
      @ForAll("situations") Situation situation) {
    assumeThat(situation.slots()).isGreaterThanOrEqualTo((int) situation.demanding());
    var grants = situation.divide();
    assertThat(situation.claims())
        .filteredOn(claim -> claim.waiting() > 0)
        .allMatch(claim -> sum(requireNonNull(grants.get(claim.balancer()))) > 0);
  }

  @Example
  void requestsOfBalancersThatLeaveComeBeforeTheFloatOfOneThatStays() {
    var claims =
        List.of(
            new Claim("idle", 0, Map.of(), Map.of(), true, 0, false),
            new Claim("leaving", 1, Map.of(), Map.of(), false, 1, false),
            new Claim("leaving-too", 1, Map.of(), Map.of(), false, 2, false));
    var grants = SlotDivision.divide(capacities(1, 2), claims);
    assertThat(sum(requireNonNull(grants.get("leaving")))).isEqualTo(1);
    assertThat(sum(requireNonNull(grants.get("leaving-too")))).isEqualTo(1);
  }

  @Property(tries = 500)
  void idleBalancerKeepsAFloat(@ForAll("situations") Situation situation) {
    assumeThat(situation.slots()).isGreaterThanOrEqualTo(2 * situation.claims().size());
    var grants = situation.divide();
    assertThat(situation.claims())
        .filteredOn(Claim::stays)
        .allMatch(claim -> sum(requireNonNull(grants.get(claim.balancer()))) > 0);
  }

  @Property(tries = 500)
  void balancersThatWantMoreThanThereIsGetAnEvenShareEach(@ForAll("calm") Situation situation) {
    var insatiable =
        situation.claims().stream()
            .map(
                claim ->
                    new Claim(
                        claim.balancer(),
                        100_000,
                        claim.granted(),
                        claim.used(),
                        true,
                        claim.since(),
                        false))
            .toList();
    var even = situation.slots() / insatiable.size();
    assertThat(SlotDivision.divide(situation.capacities(), insatiable).values())
        .allMatch(slots -> sum(slots) >= even);
  }

  @Property(tries = 500)
  void whatIsGrantedIsGrantedAgain(@ForAll("situations") Situation situation) {
    var grants = situation.divide();
    assertThat(situation.with(grants).divide()).isEqualTo(grants);
  }

  @Property(tries = 500)
  void changeOfLoadWithoutARequestThatWaitsMovesNothing(
      @ForAll("calm") Situation before, @ForAll("calm") Situation load) {
    var grants = before.divide();
    // From here on each uses some of what it has, and nothing waits.
    var claims = new ArrayList<Claim>();
    for (Claim claim : before.claims()) {
      var slots = requireNonNull(grants.get(claim.balancer()));
      var used = new LinkedHashMap<String, Integer>();
      int some = load.claims().size() + claims.size();
      slots.forEach((endpoint, count) -> used.put(endpoint, count * some % (count + 1)));
      claims.add(new Claim(claim.balancer(), 0, slots, used, true, claim.since(), false));
    }
    assumeThat(before.slots()).isGreaterThanOrEqualTo(claims.size());
    assertThat(SlotDivision.divide(before.capacities(), claims)).isEqualTo(grants);
  }

  @Example
  void fewSlotsAreGivenByTurns() {
    var capacities = Map.of("e0", 1);
    var holder = new Claim("a", 3, Map.of("e0", 1), Map.of("e0", 1), true, 0, false);
    var waits = new Claim("b", 2, Map.of(), Map.of(), true, 10, false);
    var waitsLonger = new Claim("c", 2, Map.of(), Map.of(), true, 5, false);
    assertThat(SlotDivision.divide(capacities, List.of(holder, waits, waitsLonger)))
        .isEqualTo(Map.of("a", Map.of("e0", 1), "b", Map.of("e0", 0), "c", Map.of("e0", 0)));
    var turnOver = new Claim("a", 3, Map.of("e0", 1), Map.of("e0", 1), true, 0, true);
    assertThat(SlotDivision.divide(capacities, List.of(turnOver, waits, waitsLonger)))
        .isEqualTo(Map.of("a", Map.of("e0", 0), "b", Map.of("e0", 0), "c", Map.of("e0", 1)));
  }

  @Example
  void slotsThatNobodyUsesAreLent() {
    var busy = new Claim("a", 50, Map.of("e0", 5), Map.of("e0", 5), true, 0, false);
    var idle = new Claim("b", 0, Map.of("e0", 5), Map.of(), true, 0, false);
    assertThat(SlotDivision.divide(Map.of("e0", 10), List.of(busy, idle)))
        .isEqualTo(Map.of("a", Map.of("e0", 9), "b", Map.of("e0", 1)));
  }
}
