package io.scaledapp.operator.control.slot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which slots of which endpoints each balancer is to have: as many as its {@link Quotas quota},
 * with as few changes as that takes, and spread over the endpoints as evenly as these allow. Pure;
 * equal claims give equal grants.
 */
final class SlotDivision {
  private final List<String> endpoints;
  private final List<Claim> claims;
  private final int[] capacities;
  private final int[][] slots;
  private final int[][] used;

  private SlotDivision(Map<String, Integer> capacities, List<Claim> claims) {
    endpoints = List.copyOf(capacities.keySet());
    this.claims = claims;
    this.capacities = endpoints.stream().mapToInt(capacities::get).toArray();
    slots = new int[claims.size()][];
    used = new int[claims.size()][];
    for (int i = 0; i < claims.size(); i++) {
      slots[i] = row(claims.get(i).granted());
      used[i] = row(claims.get(i).used());
    }
  }

  private int[] row(Map<String, Integer> values) {
    return endpoints.stream().mapToInt(endpoint -> values.getOrDefault(endpoint, 0)).toArray();
  }

  /**
   * Divides the slots.
   *
   * @param capacities slots of each endpoint that may be given, in a fixed order
   * @param claims of each balancer that may get some, in a fixed order
   * @return the slots of each endpoint by the balancer's name
   */
  static Map<String, Map<String, Integer>> divide(
      Map<String, Integer> capacities, List<Claim> claims) {
    return new SlotDivision(capacities, claims).divide();
  }

  private Map<String, Map<String, Integer>> divide() {
    IntStream.range(0, capacities.length).forEach(this::fit);
    var has = new int[claims.size()];
    var demand = new int[claims.size()];
    for (int i = 0; i < claims.size(); i++) {
      has[i] = IntStream.of(slots[i]).sum();
      demand[i] = IntStream.of(used[i]).sum() + claims.get(i).waiting();
    }
    var quotas = Quotas.of(claims, has, demand, IntStream.of(capacities).sum());
    for (int i = 0; i < quotas.length; i++) {
      if (quotas[i] < has[i]) {
        takeBack(i, has[i] - quotas[i]);
      }
    }
    for (int i = 0; i < quotas.length; i++) {
      if (quotas[i] > has[i]) {
        slots[i] = WaterFilling.pour(quotas[i] - has[i], slots[i], rooms());
      }
    }
    return byName();
  }

  /** Brings the grants of an endpoint down to what it has. */
  private void fit(int endpoint) {
    var column = new int[slots.length];
    for (int i = 0; i < slots.length; i++) {
      column[i] = slots[i][endpoint];
    }
    column = WaterFilling.share(capacities[endpoint], column, inOrder(column.length));
    for (int i = 0; i < slots.length; i++) {
      slots[i][endpoint] = column[i];
    }
  }

  /** Takes slots from a balancer: idle ones first, and where it has most. */
  private void takeBack(int claim, int amount) {
    var row = slots[claim];
    var busy = new int[row.length];
    var idle = new int[row.length];
    for (int j = 0; j < row.length; j++) {
      busy[j] = Math.min(row[j], used[claim][j]);
      idle[j] = row[j] - busy[j];
    }
    int idleLeft = Math.max(0, IntStream.of(idle).sum() - amount);
    int busyLeft = IntStream.of(row).sum() - amount - idleLeft;
    idle = WaterFilling.share(idleLeft, idle, inOrder(row.length));
    busy = WaterFilling.share(busyLeft, busy, inOrder(row.length));
    for (int j = 0; j < row.length; j++) {
      row[j] = idle[j] + busy[j];
    }
  }

  private int[] rooms() {
    var rooms = capacities.clone();
    for (int[] row : slots) {
      for (int j = 0; j < rooms.length; j++) {
        rooms[j] -= row[j];
      }
    }
    return rooms;
  }

  private static int[] inOrder(int length) {
    return IntStream.range(0, length).toArray();
  }

  private Map<String, Map<String, Integer>> byName() {
    var byName = new LinkedHashMap<String, Map<String, Integer>>();
    for (int i = 0; i < claims.size(); i++) {
      var byEndpoint = new LinkedHashMap<String, Integer>();
      for (int j = 0; j < capacities.length; j++) {
        byEndpoint.put(endpoints.get(j), slots[i][j]);
      }
      byName.put(claims.get(i).balancer(), byEndpoint);
    }
    return byName;
  }
}
