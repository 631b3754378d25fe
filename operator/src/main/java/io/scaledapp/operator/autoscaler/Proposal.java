package io.scaledapp.operator.autoscaler;

import io.scaledapp.operator.autoscaler.Decision.Limit;

/** A count on its way through the steps of a decision, with what has been said for it so far. */
record Proposal(int count, String reason, Limit limit) {

  Proposal atLeast(int floor, Limit because) {
    return count < floor ? limited(floor, because) : this;
  }

  Proposal atMost(int ceiling, Limit because) {
    return count > ceiling ? limited(ceiling, because) : this;
  }

  /** At least as many as a schedule asks for. */
  Proposal scheduled(int floor, String schedule) {
    return count < floor
        ? new Proposal(
            floor,
            reason + ", wants " + count + "; schedule " + schedule + " asks for " + floor,
            Limit.MIN_REPLICAS)
        : this;
  }

  private Proposal limited(int to, Limit because) {
    var words =
        switch (because) {
          case NONE, FIXED -> throw new IllegalArgumentException("no limit: " + because);
          case MIN_REPLICAS -> "minReplicas is " + to;
          case MAX_REPLICAS -> "maxReplicas is " + to;
          case SCALE_UP_RULES -> "scaleUp allows " + to;
          case SCALE_DOWN_RULES -> "scaleDown allows " + to;
          case RECENT_NEED -> "lately " + to + " were needed";
          case PANIC -> "no decrease in panic";
          case LOAD_UNKNOWN -> "no decrease until the load of a whole stable window is known";
        };
    return new Proposal(to, reason + ", wants " + count + "; " + words, because);
  }

  Decision decided(int previous, boolean loadKnown, AutoscalerState next) {
    var counts = count == previous ? Integer.toString(count) : previous + " → " + count;
    return new Decision(count, previous, counts + ": " + reason, limit, loadKnown, next);
  }
}
