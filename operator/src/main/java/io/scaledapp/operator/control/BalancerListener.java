package io.scaledapp.operator.control;

import io.scaledapp.balancer.control.LoadReport;

/**
 * What an operator learns of the balancers. Called on the control server's event loop, one call
 * after the other, so a call must not block. Every method does nothing unless it is overridden.
 *
 * <p>For each balancer {@link #arrived} comes first. When it connects anew before its old
 * connection is known to be over, {@code arrived} comes again, and {@link #gone} not in between.
 */
public interface BalancerListener {

  /** A balancer connected and proved who it is. */
  default void arrived(Balancer balancer) {}

  /** A balancer told its load. */
  default void reported(LoadReport report) {}

  /** A balancer has this table in force, and tried to listen on its ports. */
  default void acknowledged(String balancer, long term, long sequence) {}

  /**
   * A balancer has a table of a higher term in force, so whoever published here leads no more, or
   * has to lead with a term that is higher still.
   */
  default void superseded(String balancer, long term, long sequence) {}

  /** A balancer is going to stop, and serves until it is told {@link ControlServer#left}. */
  default void leaving(String balancer) {}

  /** The connection to a balancer is over. */
  default void gone(String balancer, Departure how) {}

  /**
   * A connected balancer.
   *
   * @param name that of its pod
   * @param podUid uid of that pod
   * @param address where it connects from, an IP literal
   * @param version of the stream that it speaks
   */
  record Balancer(String name, String podUid, String address, int version) {}

  /** How a connection ended. */
  enum Departure {
    /** The balancer had said that it was leaving. */
    LEFT,
    /** It broke, or the balancer went silent; it may still be serving. */
    LOST
  }
}
