package io.scaledapp.operator.control;

import io.scaledapp.balancer.control.RoutingTable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one balancer is to be sent, and when: one table at a time, the next one when it is
 * acknowledged. Of the tables that come meanwhile only the newest waits, so a slow balancer costs
 * no more than two tables. Pure but for its state.
 */
final class TableFeed {

  /**
   * A table to be sent.
   *
   * @param base what the balancer has in force and a delta can be made from; null for none
   */
  record Update(@Nullable RoutingTable base, RoutingTable table) {}

  private @Nullable RoutingTable newest;
  private @Nullable RoutingTable inFlight;
  private @Nullable RoutingTable acknowledged;

  /** The balancer takes nothing that is not newer than this. */
  private RoutingTable floor = new RoutingTable(-1, -1, List.of());

  /** A newer table is to get there. */
  Optional<Update> offer(RoutingTable table) {
    newest = table;
    return next();
  }

  /** Nothing more is to be sent until the next offer. */
  void withhold() {
    newest = null;
  }

  /** The balancer has the table of this term and sequence in force. */
  Optional<Update> acknowledged(long term, long sequence) {
    if (inFlight == null || inFlight.term() != term || inFlight.sequence() != sequence) {
      return Optional.empty();
    }
    acknowledged = inFlight;
    floor = inFlight;
    inFlight = null;
    return next();
  }

  /** The balancer has this table of somebody else's in force, and did not take what was sent. */
  Optional<Update> superseded(long term, long sequence) {
    floor = new RoutingTable(term, sequence, List.of());
    inFlight = null;
    acknowledged = null;
    return next();
  }

  private Optional<Update> next() {
    if (inFlight != null || newest == null || !newest.isNewerThan(floor)) {
      return Optional.empty();
    }
    inFlight = newest;
    var base = acknowledged != null && acknowledged.term() == newest.term() ? acknowledged : null;
    return Optional.of(new Update(base, newest));
  }
}
