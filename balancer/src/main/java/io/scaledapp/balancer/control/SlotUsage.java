package io.scaledapp.balancer.control;

import java.util.List;

/**
 * The slots that a balancer has and uses, as it tells the leader that grants them: when it got
 * grants, when a request waits for a slot, when it gives one back that it is to have no longer, and
 * otherwise some times a second while there is a change.
 *
 * @param term of the latest grants that it took
 * @param sequence of these grants
 * @param complete false when more of the same answer follows
 * @param apps of each the whole; those that are not named are as they were
 */
public record SlotUsage(long term, long sequence, boolean complete, List<AppUsage> apps) {

  public SlotUsage {
    apps = List.copyOf(apps);
  }

  /**
   * One app, whole.
   *
   * @param app {@code namespace/name}
   * @param waiting requests that wait for a slot
   * @param endpoints those with a slot granted or in use
   */
  public record AppUsage(String app, int waiting, List<EndpointUsage> endpoints) {

    public AppUsage {
      endpoints = List.copyOf(endpoints);
    }
  }

  /**
   * One endpoint.
   *
   * @param endpoint its id
   * @param slots granted
   * @param used in use; more than granted for as long as requests end that began before the grant
   *     was lowered
   */
  public record EndpointUsage(String endpoint, int slots, int used) {}
}
