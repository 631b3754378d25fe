package io.scaledapp.operator.control;

import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.SlotGrants;
import io.scaledapp.balancer.control.SlotUsage;
import io.scaledapp.operator.control.slot.SlotLedger;
import java.util.Collection;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Grants slots while this operator leads, and knows the balancers until then. One thread. */
final class SlotGranting {
  private final BiConsumer<String, SlotGrants> grants;
  private Set<String> pods = Set.of();
  private @Nullable SlotLedger ledger;

  /**
   * @param grants sends grants to the balancer of a name, in the order of the calls
   */
  SlotGranting(BiConsumer<String, SlotGrants> grants) {
    this.grants = grants;
  }

  /** Begins a term if the table is of another one; before it is sent to anybody. */
  void begin(RoutingTable table, Collection<BalancerSession> sessions) {
    if (ledger == null || ledger.term() != table.term()) {
      ledger = new SlotLedger(table.term(), pods, System::nanoTime, grants);
      sessions.forEach(this::arrived);
    }
  }

  /** Takes the table that is published. */
  void take(RoutingTable table) {
    if (ledger != null) {
      ledger.take(table);
    }
  }

  /** Leads no more. */
  void end() {
    ledger = null;
  }

  /** The balancers that there are, connected or not. */
  void pods(Set<String> names) {
    pods = names;
    if (ledger != null) {
      ledger.pods(names);
    }
  }

  void arrived(BalancerSession session) {
    if (ledger != null) {
      ledger.arrived(session.name());
      if (session.isLeaving()) {
        ledger.leaving(session.name());
      }
    }
  }

  void leaving(BalancerSession session) {
    if (ledger != null) {
      ledger.leaving(session.name());
    }
  }

  void lost(BalancerSession session) {
    if (ledger != null) {
      ledger.lost(session.name());
    }
  }

  void told(BalancerSession session, SlotUsage usage) {
    if (ledger != null) {
      ledger.told(session.name(), usage);
    }
  }

  void tableInForce(BalancerSession session, long term, long sequence) {
    if (ledger != null && ledger.term() == term) {
      ledger.tableInForce(session.name(), sequence);
    }
  }

  /** Passes slots on by turns; some times a second. */
  void turn() {
    if (ledger != null) {
      ledger.turn();
    }
  }
}
