package io.scaledapp.operator.control.slot;

import java.util.Map;

/**
 * What one balancer has, uses and wants of an app's slots.
 *
 * @param balancer its name
 * @param waiting requests that wait there for a slot
 * @param granted its slots of each endpoint by id; absent for none
 * @param used those in use; absent for none
 * @param stays whether it is to get more than its requests need
 * @param since when it got its first slot, or lost its last one; nanoseconds of any clock
 * @param turnOver whether it has had slots for so long that others may have them for a while, when
 *     there are fewer slots than balancers with requests
 */
record Claim(
    String balancer,
    int waiting,
    Map<String, Integer> granted,
    Map<String, Integer> used,
    boolean stays,
    long since,
    boolean turnOver) {

  Claim {
    granted = Map.copyOf(granted);
    used = Map.copyOf(used);
  }
}
