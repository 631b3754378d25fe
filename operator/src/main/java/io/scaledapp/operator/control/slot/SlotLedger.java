package io.scaledapp.operator.control.slot;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.SlotGrants;
import io.scaledapp.balancer.control.SlotUsage;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * How the leader of one term shares the slots of replicas with a limit, so that the requests in
 * flight on a replica never exceed it over all balancers:
 *
 * <ul>
 *   <li>A balancer's slots count as its own from the moment that they are sent, until it has told
 *       that it took fewer and has no more than those in use.
 *   <li>It keeps them while it is silent, until its pod is gone.
 *   <li>A leader begins with what balancers tell that they have. Each of them takes, with the
 *       beginning, no grants of an older term. Until all that were there have spoken, slots of the
 *       endpoints that were there go from one that has spoken to another, and none is added.
 *   <li>A balancer that knows no grants takes the whole limit; while there is one, all have that.
 * </ul>
 *
 * It relies on the Lease for one thing: a former leader grants nothing to a balancer, nor of a
 * replica, that came after its Lease had ended. Apps without a limit are not in it. Confined to one
 * thread.
 */
public final class SlotLedger {
  private final long term;
  private final LongSupplier nanoTime;
  private final Offers offers;
  private final BiConsumer<String, SlotGrants> grants;
  private final Members members = new Members();
  private final Map<String, AppLedger> apps = new LinkedHashMap<>();

  /** Balancers that were there as the term began, and have not spoken since. */
  private final Set<String> silent;

  private final Set<String> due = new LinkedHashSet<>();
  private final Set<String> blocked = new HashSet<>();
  private final Set<String> rotating = new HashSet<>();
  private Set<String> pods;
  private RoutingTable table = RoutingTable.EMPTY;
  private long sequence;

  /**
   * Begins a term.
   *
   * @param pods names of the balancers that there are, connected or not
   * @param nanoTime monotonic nanoseconds
   * @param grants sends grants to the balancer of a name, in the order of the calls
   */
  public SlotLedger(
      long term, Set<String> pods, LongSupplier nanoTime, BiConsumer<String, SlotGrants> grants) {
    this.term = term;
    this.pods = Set.copyOf(pods);
    this.nanoTime = nanoTime;
    offers = new Offers(members, nanoTime);
    this.grants = grants;
    silent = new TreeSet<>(pods);
  }

  public long term() {
    return term;
  }

  /** A balancer connected; it must get no table of this term before what this sends. */
  public void arrived(String balancer) {
    if (table.sequence() == 0) {
      silent.add(balancer);
    }
    sequence++;
    members.arrive(balancer).begin(sequence);
    grants.accept(balancer, SlotGrants.beginning(term, sequence));
  }

  /** A balancer is about to leave: it gets no more than its requests need. */
  public void leaving(String balancer) {
    var member = members.get(balancer);
    if (member != null) {
      member.leave();
      due.addAll(apps.keySet());
      decide();
    }
  }

  /** The connection to a balancer is over; it keeps its slots until its pod is gone. */
  public void lost(String balancer) {
    var member = members.get(balancer);
    if (member != null) {
      member.lost();
      due.addAll(blocked);
      removeIfGone(member);
      decide();
    }
  }

  /** The balancers that there are, connected or not: those that are no longer named are gone. */
  public void pods(Set<String> names) {
    for (String pod : pods) {
      if (!names.contains(pod)) {
        gone(pod);
      }
    }
    pods = Set.copyOf(names);
    decide();
  }

  private void gone(String balancer) {
    if (silent.remove(balancer)) {
      freeReserve();
    }
    var member = members.get(balancer);
    if (member != null) {
      member.podGone();
      removeIfGone(member);
    }
  }

  private void removeIfGone(Member member) {
    if (member.isGone()) {
      members.remove(member);
      apps.values().forEach(app -> app.forget(member.name()));
      due.addAll(apps.keySet());
    }
  }

  /** Takes a table that is published. */
  public void take(RoutingTable next) {
    for (AppRoute route : next.apps()) {
      boolean isLimited = route.maxConcurrencyPerReplica() > 0;
      if (isLimited || apps.containsKey(route.app())) {
        take(route, isLimited, next.sequence());
      }
    }
    for (AppLedger app : apps.values()) {
      if (app.dropUnlessIn(next.sequence())) {
        due.add(app.name());
      }
    }
    if (table.sequence() == 0 && !silent.isEmpty()) {
      apps.values().forEach(AppLedger::reserveAll);
    }
    table = next;
    decide();
  }

  private void take(AppRoute route, boolean isLimited, long sequence) {
    var app = apps.computeIfAbsent(route.app(), AppLedger::new);
    if (isLimited && !app.isLimited() && isNamed(route.app())) {
      app.unlimitedUntil(table.sequence());
    }
    if (app.route(route, sequence)) {
      due.add(route.app());
    }
  }

  private boolean isNamed(String app) {
    return table.apps().stream().anyMatch(route -> route.app().equals(app));
  }

  /** A balancer has the table of this term and sequence in force. */
  public void tableInForce(String balancer, long sequence) {
    var member = members.get(balancer);
    if (member == null || !member.isConnected()) {
      return;
    }
    boolean isFirst = member.table() == 0;
    member.table(sequence);
    due.addAll(blocked);
    if (isFirst) {
      known(balancer);
    }
    decide();
  }

  /** A balancer told what it has and uses. */
  public void told(String balancer, SlotUsage usage) {
    var member = members.get(balancer);
    if (member == null || usage.term() != term || !member.concerns(usage)) {
      return;
    }
    for (var app : usage.apps()) {
      apps.computeIfAbsent(app.app(), AppLedger::new).told(balancer, app, nanoTime.getAsLong());
      due.add(app.app());
      if (!member.spoke()) {
        member.name(app.app());
      }
    }
    if (usage.complete()) {
      took(balancer, member, usage.sequence());
    }
    decide();
  }

  private void took(String balancer, Member member, long sequence) {
    if (!member.spoke()) {
      var named = Set.copyOf(member.speak());
      for (AppLedger app : apps.values()) {
        if (named.contains(app.name())) {
          app.settled(balancer);
        } else {
          app.forget(balancer);
        }
      }
    } else {
      for (String app : member.took(sequence)) {
        var ledger = apps.get(app);
        if (ledger != null) {
          ledger.settled(balancer);
        }
      }
      due.addAll(member.takePostponed());
    }
  }

  /** What a balancer has is known, or that it knows no grants. */
  private void known(String balancer) {
    if (silent.remove(balancer)) {
      apps.values().forEach(app -> app.spoke(balancer));
      freeReserve();
    }
    due.addAll(apps.keySet());
  }

  private void freeReserve() {
    if (silent.isEmpty()) {
      apps.values().forEach(AppLedger::freeReserve);
      due.addAll(apps.keySet());
    }
  }

  /** Looks whose turn it is, where there are fewer slots than balancers; some times a second. */
  public void turn() {
    due.addAll(rotating);
    decide();
  }

  private void decide() {
    if (table.sequence() == 0) {
      return;
    }
    for (String name : due) {
      var app = apps.get(name);
      if (app != null) {
        decide(app);
      }
    }
    due.clear();
    for (Member member : members.withOutgoing()) {
      sequence++;
      grants.accept(member.name(), member.send(term, sequence));
    }
  }

  private void decide(AppLedger app) {
    offers.decide(app);
    keep(blocked, app, offers.isBlocked(app));
    keep(rotating, app, app.isLimited() && app.isRotating());
    if (app.isForgettable()) {
      apps.remove(app.name());
    }
  }

  private static void keep(Set<String> names, AppLedger app, boolean contained) {
    if (contained) {
      names.add(app.name());
    } else {
      names.remove(app.name());
    }
  }
}
