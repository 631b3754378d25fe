package io.scaledapp.operator.autoscaler;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An app's scaling second by second; replicas are ready as soon as they are decided. */
final class Simulation {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final LoadHistory history = new LoadHistory();
  private ScalingPolicy policy;
  private AutoscalerState state;
  private Instant now = START;
  private Decision last;

  /** Every count so far, one a second. */
  final List<Integer> counts = new ArrayList<>();

  private final List<String> reasons = new ArrayList<>();

  /** At most this many replicas are ever ready. */
  int mostReady = Integer.MAX_VALUE;

  Simulation(Policies policies, int replicas) {
    policy = policies.policy();
    state = AutoscalerState.initial(replicas, now);
    last = new Decision(replicas, replicas, "begin", Decision.Limit.NONE, false, state);
  }

  Simulation become(Policies policies) {
    policy = policies.policy();
    return this;
  }

  Simulation concurrency(double load, int seconds) {
    return samples(load, 0, 0, true, seconds);
  }

  Simulation connections(double load, int seconds) {
    return samples(0, load, 0, true, seconds);
  }

  Simulation requestRate(double load, int seconds) {
    return samples(0, 0, load, true, seconds);
  }

  Simulation load(double concurrency, double connections, double requestRate, int seconds) {
    return samples(concurrency, connections, requestRate, true, seconds);
  }

  /** A balancer says nothing, so that only its last load is known. */
  Simulation silence(double lastConcurrency, int seconds) {
    return samples(lastConcurrency, 0, 0, false, seconds);
  }

  /** Seconds without load for which nobody decides. */
  Simulation rest(int seconds) {
    for (var second = 0; second < seconds; second++) {
      now = now.plusSeconds(1);
      history.add(new LoadSample(now, 0, 0, 0, 0, true), policy.stableWindow());
      counts.add(state.desired());
    }
    state = state.restedUntil(now);
    return this;
  }

  /** A request comes while no replica is ready, between two samples. */
  Decision held(int requests) {
    now = now.plusMillis(10);
    return decide(new Observed(0, requests));
  }

  /** Goes on from the state of another simulation, with its own history. */
  void resume(AutoscalerState other) {
    state = other;
  }

  Decision last() {
    return last;
  }

  /** Of each decision so far. */
  List<String> reasons() {
    return reasons;
  }

  AutoscalerState state() {
    return state;
  }

  /** A second in which answers were measured. */
  Simulation answers(double concurrency, double rate, double seconds) {
    now = now.plusSeconds(1);
    history.add(
        new LoadSample(now, concurrency, 0, rate, 0, true, 0, rate, seconds, concurrency),
        policy.stableWindow());
    decide(new Observed(Math.min(state.desired(), mostReady), 0));
    counts.add(state.desired());
    return this;
  }

  private Simulation samples(
      double concurrency, double connections, double requestRate, boolean complete, int seconds) {
    for (var second = 0; second < seconds; second++) {
      now = now.plusSeconds(1);
      history.add(
          new LoadSample(now, concurrency, connections, requestRate, 0, complete),
          policy.stableWindow());
      decide(new Observed(Math.min(state.desired(), mostReady), 0));
      counts.add(state.desired());
    }
    return this;
  }

  private Decision decide(Observed observed) {
    last = Autoscaler.decide(policy, observed, history, state, now);
    state = last.next();
    reasons.add(last.reason());
    return last;
  }
}
