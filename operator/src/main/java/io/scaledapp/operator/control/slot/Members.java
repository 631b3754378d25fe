package io.scaledapp.operator.control.slot;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The balancers that are or were connected, until their pods are gone. Confined to one thread. */
final class Members {
  private final Map<String, Member> byName = new TreeMap<>();

  @Nullable Member get(String balancer) {
    return byName.get(balancer);
  }

  /** The one of this name, which there is from here on. */
  Member arrive(String balancer) {
    return byName.computeIfAbsent(balancer, Member::new);
  }

  void remove(Member member) {
    byName.remove(member.name());
  }

  /** Those that can be granted slots. */
  List<Member> active() {
    return byName.values().stream().filter(Member::isActive).toList();
  }

  /** Whether one has the whole limit, whatever is granted. */
  boolean isAnyGrantless() {
    return any(Member::isGrantless);
  }

  /** Whether one of those that are connected may not know what this table says of limits. */
  boolean isAnyBefore(long table) {
    return any(one -> one.isConnected() && !one.isGrantless() && one.table() < table);
  }

  private boolean any(Predicate<Member> which) {
    return byName.values().stream().anyMatch(which);
  }

  /** Those that something is to be sent to. */
  List<Member> withOutgoing() {
    return byName.values().stream().filter(Member::hasOutgoing).toList();
  }
}
