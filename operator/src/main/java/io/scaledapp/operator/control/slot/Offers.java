package io.scaledapp.operator.control.slot;

import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/** What each balancer is to be sent, app by app. Confined to one thread. */
final class Offers {
  private final Members members;
  private final LongSupplier nanoTime;

  Offers(Members members, LongSupplier nanoTime) {
    this.members = members;
    this.nanoTime = nanoTime;
  }

  /** Whether a balancer may still be without a limit that is new: what it uses is not known. */
  boolean isBlocked(AppLedger app) {
    return app.unlimitedUntil() > 0 && members.isAnyBefore(app.unlimitedUntil() + 1);
  }

  /** Divides the slots of an app, and offers each balancer what it is to have. */
  void decide(AppLedger app) {
    if (app.isUnlimited() || isBlocked(app)) {
      return;
    }
    var active = members.active();
    if (members.isAnyGrantless()) {
      active.forEach(member -> offer(app, member, app.whole(), true));
    } else {
      var shares = app.divide(active, now());
      for (Member member : active) {
        offer(app, member, shares.getOrDefault(member.name(), Map.of()), false);
      }
    }
  }

  /** Sends what is to change, as far as it is certain that nobody else has it. */
  private void offer(AppLedger app, Member member, Map<String, Integer> share, boolean whole) {
    var slots = app.of(member.name(), now());
    var endpoints = new TreeSet<>(slots.endpoints());
    endpoints.addAll(share.keySet());
    for (String endpoint : endpoints) {
      int has = slots.wanted(endpoint);
      int wants = share.getOrDefault(endpoint, 0);
      if (wants > has && !whole) {
        wants = Math.min(wants, slots.most(endpoint) + app.free(endpoint));
      }
      if (wants != has && member.canSend(app.name())) {
        slots.send(endpoint, wants, now());
        member.add(app.name(), endpoint, wants);
      }
    }
  }

  private long now() {
    return nanoTime.getAsLong();
  }
}
