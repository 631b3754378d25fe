package io.scaledapp.operator.autoscaler;

import io.scaledapp.operator.autoscaler.Decision.Limit;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides how many replicas an app should have. A pure function: no clock but {@code now}.
 *
 * <p>The load of the stable window divided by the target gives the count, as soon as it rises; a
 * decrease stops at what most of the latest minutes needed. What waits asks for more until it is
 * cleared; a burst that the panic window sees raises it sooner, as Knative's KPA does. Tolerance,
 * stabilization and rate rules are those of the Kubernetes HPA v2. Load that is not known never
 * lowers the count.
 *
 * @see <a href="https://github.com/knative/serving/blob/main/docs/scaling/SYSTEM.md">KPA</a>
 * @see <a href="https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/">HPA</a>
 */
public final class Autoscaler {

  private Autoscaler() {}

  /**
   * The count for now. Call it about once a second after a sample was added, and at once when a
   * request is held.
   */
  public static Decision decide(
      ScalingPolicy policy,
      Observed observed,
      LoadHistory history,
      AutoscalerState state,
      Instant now) {
    var learned = learned(policy, observed, history, state);
    var situation = new Situation(policy.with(learned), observed, history, state, now);
    return policy.fixed() == null
        ? automatic(situation, learned)
        : fixed(situation, policy.fixed());
  }

  private static LearnedTarget learned(
      ScalingPolicy policy, Observed observed, LoadHistory history, AutoscalerState state) {
    var latest = history.latest();
    return latest == null || !policy.learnsTarget()
        ? state.learned()
        : state.learned().seen(latest, observed.ready(), state.desired() > policy.min());
  }

  private static Decision automatic(Situation situation, LearnedTarget learned) {
    var policy = situation.policy();
    var activeAt = activeAt(situation);
    var demand = Demand.of(situation);
    var panicAt = panicAt(situation, demand);
    var known = situation.isLoadKnownOver(policy.stableWindow());
    var outlook = Outlook.of(situation, demand);
    var need = need(situation, demand, known);
    var floor = Floor.over(policy, situation.now(), outlook.startup());

    var asked = panicAt == null ? calm(situation, demand, known) : panic(situation, demand);
    asked = floor.apply(outlook.apply(asked), policy.max());
    var recommendations = Stabilization.remember(asked.count(), situation);
    var held = policy.hold().apply(asked, need, situation);
    var stable = Stabilization.apply(held, recommendations, situation);
    var wanted = clearing(fallback(stable, situation, demand), demand);
    if (floor.count() == 0 && !(outlook.expectsLoad() && wanted.count() > 0)) {
      wanted = ToZero.apply(wanted, situation, activeAt, panicAt != null);
    }
    var chosen = floor.apply(RateRules.apply(wanted, situation), policy.max());

    var next =
        new AutoscalerState(
            chosen.count(),
            activeAt,
            chosen.count() == 0 ? situation.now() : situation.state().loadSince(),
            panicAt,
            recommendations,
            need,
            outlook.startup().decided(situation.present(), chosen.count(), situation.now()),
            outlook.trend(),
            outlook.season(),
            learned,
            RateRules.remember(chosen.count(), situation));
    return chosen.decided(situation.present(), known, next);
  }

  private static RecentNeed need(Situation situation, Demand demand, boolean known) {
    var count = known ? Math.max(demand.stable(), demand.clearing()) : situation.present();
    return situation
        .state()
        .need()
        .with(count, situation.policy().hold().window(), situation.now());
  }

  private static Decision fixed(Situation situation, FixedCount fixed) {
    var count = fixed.count();
    var fresh = AutoscalerState.initial(count, situation.now());
    var next =
        new AutoscalerState(
            count,
            activeAt(situation),
            situation.state().loadSince(),
            null,
            fresh.recommendations(),
            fresh.need(),
            situation.state().startup(),
            Trend.UNKNOWN,
            situation.state().season(),
            situation.state().learned(),
            fresh.changes());
    return new Proposal(count, fixed.reason(), Limit.FIXED)
        .decided(situation.present(), true, next);
  }

  private static Instant activeAt(Situation situation) {
    return situation.isActive() ? situation.now() : situation.state().activeAt();
  }

  /**
   * When the load last asked for a panic. It ends a whole stable window after that, so that the
   * stable window has seen all of the burst by then and goes on from where the panic was; measured
   * against ready replicas, it lasts as long as they are too few (knative#3153: it ended while most
   * were still starting, and nearly all were taken back).
   */
  private static @Nullable Instant panicAt(Situation situation, Demand demand) {
    var policy = situation.policy();
    if (demand.burst() >= policy.panicThreshold() * Math.max(1, situation.observed().ready())) {
      return situation.now();
    }
    var since = situation.state().panicAt();
    var lasts = since != null && since.plus(policy.stableWindow()).isAfter(situation.now());
    return lasts ? since : null;
  }

  /** A decrease stops at what the latest seconds need: a rising load outruns its own average. */
  private static Proposal calm(Situation situation, Demand demand, boolean known) {
    var present = situation.present();
    var falls = demand.stable() < present;
    var proposal =
        falls && demand.panic() > demand.stable()
            ? new Proposal(
                Math.min(present, demand.panic()), demand.panicMeasure().words(), Limit.NONE)
            : new Proposal(demand.stable(), demand.stableMeasure().words(), Limit.NONE);
    // Of an app that is at its lowest count nothing is kept back.
    var min = situation.policy().min();
    return known
        ? proposal
        : proposal.atLeast(min, Limit.MIN_REPLICAS).atLeast(present, Limit.LOAD_UNKNOWN);
  }

  /** Nothing is held any more when the load has been unknown for as long as the owner wants. */
  private static Proposal fallback(Proposal held, Situation situation, Demand demand) {
    var fallback = situation.policy().fallback();
    return fallback != null && fallback.isDue(situation) ? fallback.proposal(demand) : held;
  }

  /**
   * What waits asks for more on top, for as long as it waits: it is no load that lasts, so nothing
   * of it is held once it is cleared.
   */
  private static Proposal clearing(Proposal held, Demand demand) {
    return demand.clearing() > held.count()
        ? new Proposal(demand.clearing(), demand.clearingMeasure().words(), Limit.NONE)
        : held;
  }

  private static Proposal panic(Situation situation, Demand demand) {
    var proposal =
        demand.panic() > demand.stable()
            ? new Proposal(demand.panic(), "panic: " + demand.panicMeasure().words(), Limit.NONE)
            : new Proposal(demand.stable(), demand.stableMeasure().words(), Limit.NONE);
    return proposal.atLeast(situation.present(), Limit.PANIC);
  }
}
