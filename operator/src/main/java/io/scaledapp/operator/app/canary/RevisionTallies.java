package io.scaledapp.operator.app.canary;

import io.scaledapp.balancer.control.AppLoad;
import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.balancer.control.RevisionLoad;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Adds up what all balancers report of an app's revisions. Counters that are met for the first time
 * are where counting begins. Confined to one thread.
 */
public final class RevisionTallies {

  private final Map<String, Seen> balancers = new HashMap<>();
  private final Map<Integer, Tally> tallies = new HashMap<>();
  private int onTrial;

  /** What one balancer said last. */
  private record Seen(String incarnation, Map<Integer, Tally> latest) {}

  /** Takes in a report. */
  public void accept(LoadReport report, AppLoad load) {
    var byRevision = load.byRevision();
    if (byRevision == null) {
      balancers.remove(report.balancer());
      return;
    }
    var latest =
        byRevision.revisions().stream()
            .collect(Collectors.toMap(RevisionLoad::revision, Tally::of, Tally::plus));
    var before = balancers.put(report.balancer(), new Seen(report.incarnation(), latest));
    if (before != null) {
      var same = before.incarnation.equals(report.incarnation());
      latest.forEach(
          (revision, tally) ->
              add(
                  revision,
                  same ? tally.since(before.latest.getOrDefault(revision, Tally.NONE)) : tally));
    }
  }

  private void add(int revision, Tally more) {
    if (more.requests() > 0 || more.answers() > 0) {
      tallies.merge(revision, more, Tally::plus);
    }
  }

  /** Leaves out a balancer that is gone; what it counted stays. */
  public void forget(String balancer) {
    balancers.remove(balancer);
  }

  /** Counts anew if another revision was on trial before. */
  public void begin(int revision) {
    if (revision != onTrial) {
      onTrial = revision;
      tallies.clear();
    }
  }

  /**
   * Counts anew.
   *
   * @param keepsBefore whether what was counted of other revisions than the one on trial stays
   */
  public void restart(boolean keepsBefore) {
    tallies.keySet().removeIf(one -> one == onTrial || !keepsBefore);
  }

  /** Of the revision on trial. */
  public Tally onTrial() {
    return tallies.getOrDefault(onTrial, Tally.NONE);
  }

  /** Of all others together. */
  public Tally before() {
    return tallies.entrySet().stream()
        .filter(one -> one.getKey() != onTrial)
        .map(Map.Entry::getValue)
        .reduce(Tally.NONE, Tally::plus);
  }
}
