package io.scaledapp.operator.control.slot;

import io.scaledapp.balancer.control.SlotGrants;
import io.scaledapp.balancer.control.SlotGrants.AppGrants;
import io.scaledapp.balancer.control.SlotGrants.EndpointGrant;
import io.scaledapp.balancer.control.SlotUsage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One balancer, as the ledger knows it. One message of grants is under way to it at a time, so that
 * a slow one costs little. Confined to one thread.
 */
final class Member {
  private static final long NONE = -1;

  private final String name;
  private final Map<String, List<EndpointGrant>> outgoing = new LinkedHashMap<>();
  private final Set<String> postponed = new LinkedHashSet<>();
  private final Set<String> named = new LinkedHashSet<>();
  private List<String> appsUnderWay = List.of();
  private int endpoints;
  private long inForce;
  private long underWay = NONE;
  private long table;
  private boolean connected;
  private boolean spoke;
  private boolean grantless;
  private boolean leaving;
  private boolean podGone;

  Member(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** It connected: what it has is to be told anew. */
  void begin(long sequence) {
    inForce = sequence;
    underWay = NONE;
    table = 0;
    connected = true;
    spoke = false;
    grantless = false;
    leaving = false;
    named.clear();
    postponed.clear();
  }

  /** Its connection is over. */
  void lost() {
    connected = false;
  }

  boolean isConnected() {
    return connected;
  }

  /** It is about to leave. */
  void leave() {
    leaving = true;
  }

  boolean isLeaving() {
    return leaving;
  }

  /** Its pod is gone. */
  void podGone() {
    podGone = true;
  }

  boolean isGone() {
    return podGone && !connected;
  }

  /** It has the table of this sequence in force; it speaks before that if it knows grants. */
  void table(long sequence) {
    table = sequence;
    grantless = !spoke;
  }

  long table() {
    return table;
  }

  /** It is of the version before, and has the whole limit whatever it is granted. */
  boolean isGrantless() {
    return grantless;
  }

  boolean spoke() {
    return spoke;
  }

  /**
   * Whether it can be granted slots: it is known what it has, and that it takes none from another
   * leader.
   */
  boolean isActive() {
    return connected && spoke && table > 0;
  }

  /** Whether the usage is of grants of this connection. */
  boolean concerns(SlotUsage usage) {
    return connected && usage.sequence() >= inForce;
  }

  /** An app that it told of in the answer that is not complete yet. */
  void name(String app) {
    named.add(app);
  }

  /** The answer to the beginning is complete; returns the apps that it told of. */
  List<String> speak() {
    spoke = true;
    var all = List.copyOf(named);
    named.clear();
    return all;
  }

  /** The grants of this sequence are in force; returns the apps of those that were under way. */
  List<String> took(long sequence) {
    if (underWay == NONE || sequence != underWay) {
      return List.of();
    }
    inForce = sequence;
    underWay = NONE;
    return appsUnderWay;
  }

  /** The apps that are to be looked at when a message can be sent again. */
  List<String> takePostponed() {
    if (underWay != NONE) {
      return List.of();
    }
    var apps = List.copyOf(postponed);
    postponed.clear();
    return apps;
  }

  /** Whether grants of the app can be sent; if not, it is to be looked at again. */
  boolean canSend(String app) {
    boolean can = underWay == NONE && endpoints < SlotGrants.ENDPOINTS_A_MESSAGE;
    if (!can) {
      postponed.add(app);
    }
    return can;
  }

  /** Adds to the next message. */
  void add(String app, String endpoint, int slots) {
    outgoing.computeIfAbsent(app, any -> new ArrayList<>()).add(new EndpointGrant(endpoint, slots));
    endpoints++;
  }

  boolean hasOutgoing() {
    return !outgoing.isEmpty();
  }

  /** The next message, which is under way from here on. */
  SlotGrants send(long term, long sequence) {
    var apps =
        outgoing.entrySet().stream()
            .map(one -> new AppGrants(one.getKey(), one.getValue()))
            .toList();
    var grants = new SlotGrants(term, inForce, sequence, apps);
    appsUnderWay = List.copyOf(outgoing.keySet());
    underWay = sequence;
    outgoing.clear();
    endpoints = 0;
    return grants;
  }
}
