package io.scaledapp.balancer.control;

import java.util.List;

/**
 * Slots that a leader grants one balancer, so that the limit of a replica holds over all of them: a
 * change of those that it has. What is not named stays. A balancer that never got any has the whole
 * limit; one that did has, of an app with a limit, what it was granted and no more.
 *
 * @param term the leader's term
 * @param base sequence of the grants that are changed, or {@link #BEGINNING}
 * @param sequence of the grants that this makes; it rises within a term
 * @param apps the apps with other grants than before
 */
public record SlotGrants(long term, long base, long sequence, List<AppGrants> apps) {

  /**
   * In place of a base: whatever the balancer has stays, and it takes no older grants from here on
   * and tells all that it has.
   */
  public static final long BEGINNING = -1;

  /**
   * When a message of grants, or of {@link SlotUsage}, is full, and another one begins: some 500
   * KiB of text.
   */
  public static final int ENDPOINTS_A_MESSAGE = 5_000;

  public SlotGrants {
    apps = List.copyOf(apps);
  }

  /** The first grants of a term, or of a connection: without a change. */
  public static SlotGrants beginning(long term, long sequence) {
    return new SlotGrants(term, BEGINNING, sequence, List.of());
  }

  /** Whether the balancer's grants stay, and are to be told. */
  public boolean begins() {
    return base == BEGINNING;
  }

  /**
   * The changes of one app.
   *
   * @param app {@code namespace/name}
   */
  public record AppGrants(String app, List<EndpointGrant> endpoints) {

    public AppGrants {
      endpoints = List.copyOf(endpoints);
    }
  }

  /**
   * A balancer's share of one endpoint.
   *
   * @param endpoint its id
   * @param slots requests that the balancer may have in flight on it, from 0
   */
  public record EndpointGrant(String endpoint, int slots) {}
}
