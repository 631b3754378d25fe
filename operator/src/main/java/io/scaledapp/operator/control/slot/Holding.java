package io.scaledapp.operator.control.slot;

/** What one balancer may have in flight on one endpoint, as far as the leader can know. Mutable. */
final class Holding {
  private static final int NONE = -1;

  private int granted;
  private int underWay = NONE;
  private int used;

  /** The slots that it is to have, whether it knows that already or not. */
  int wanted() {
    return underWay == NONE ? granted : underWay;
  }

  int used() {
    return used;
  }

  /** It may be at what it had, or already at what is under way, and requests end when they end. */
  int most() {
    return Math.max(Math.max(granted, underWay), used);
  }

  boolean isNothing() {
    return most() == 0;
  }

  /** A grant is sent. */
  void send(int slots) {
    underWay = slots;
  }

  /** Nothing is under way any more: what it told last is all. */
  void settled() {
    underWay = NONE;
  }

  /** It told what it has. */
  void told(int slots, int used) {
    this.granted = slots;
    this.used = used;
  }
}
