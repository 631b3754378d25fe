package io.scaledapp.operator.app.plan;

import static java.util.stream.Collectors.joining;

import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Replica.Phase;
import io.scaledapp.operator.app.plan.Rollout.Failure;
import io.scaledapp.operator.app.plan.Rollout.Preparation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One golden file: what is there, three dashes, and the plan for it. Times are seconds; it is
 * always 100, and a drain may take 30. Victims keep their sessions until nothing was in flight for
 * 10 s where the first line says so.
 */
record GoldenPlan(
    int desired, boolean keeps, Rollout rollout, List<ReplicaState> replicas, String expected) {

  private static final long NOW = 100;
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration UNTIL_IDLE = Duration.ofSeconds(10);

  private static final Pattern DESIRED = Pattern.compile("desired (\\d+)(, keeping sessions)?");
  private static final Pattern REVISION =
      Pattern.compile("revision (\\d+) (needed|running|done|failed), last good (\\d+)( given up)?");
  private static final Pattern REPLICA =
      Pattern.compile(
          "(\\w+) of (\\d+) ([A-Z_]+) since (\\d+)(?: in flight (\\d+))?"
              + "(?: (draining|keeping) since (\\d+) until (\\d+)( confirmed)?)?(?: ordinal (\\d+))?");

  static GoldenPlan parse(String text) {
    var parts = text.split("---\n", 2);
    var lines = parts[0].lines().filter(line -> !line.startsWith("#") && !line.isBlank()).toList();
    var replicas = new ArrayList<ReplicaState>();
    lines.subList(2, lines.size()).forEach(line -> replicas.add(replica(match(REPLICA, line))));
    return new GoldenPlan(
        Integer.parseInt(match(DESIRED, lines.get(0)).group(1)),
        match(DESIRED, lines.get(0)).group(2) != null,
        rollout(match(REVISION, lines.get(1))),
        replicas,
        parts[1].strip());
  }

  String plan() {
    var now = at(Long.toString(NOW));
    var drains = new DrainPolicy(DRAIN_TIMEOUT, keeps ? UNTIL_IDLE : null);
    return Planner.plan(rollout, replicas, desired, drains, now).stream()
        .map(GoldenPlan::words)
        .collect(joining("\n"));
  }

  private static String words(Action action) {
    return switch (action) {
      case Action.Prepare(int revision) -> "prepare " + revision;
      case Action.Start(int revision) -> "start " + revision;
      case Action.Drain(String replica, Instant deadline, Duration untilIdle) ->
          (untilIdle == null ? "drain " : "keep ")
              + replica
              + " until "
              + deadline.getEpochSecond();
      case Action.Revive(String replica) -> "revive " + replica;
      case Action.Stop(String replica) -> "stop " + replica;
    };
  }

  private static Rollout rollout(Matcher of) {
    var failure = of.group(4) == null ? null : new Failure("Given", "up", null);
    return new Rollout(
        Integer.parseInt(of.group(1)),
        Integer.parseInt(of.group(3)),
        Preparation.valueOf(of.group(2).toUpperCase(java.util.Locale.ROOT)),
        failure,
        false,
        0,
        at("0"));
  }

  private static ReplicaState replica(Matcher of) {
    var replica =
        new Replica(
            of.group(1),
            "default/hello",
            Integer.parseInt(of.group(2)),
            "hello-0",
            Phase.valueOf(of.group(3)),
            "127.0.0.1",
            20_000,
            at(of.group(4)),
            null,
            0,
            null,
            false,
            of.group(10) == null ? null : Integer.valueOf(of.group(10)),
            null);
    var drain =
        of.group(6) == null
            ? null
            : new ReplicaState.Drain(
                at(of.group(7)),
                at(of.group(8)),
                of.group(9) != null,
                of.group(6).equals("keeping"));
    return new ReplicaState(
        replica, of.group(5) == null ? 0 : Integer.parseInt(of.group(5)), drain);
  }

  private static Instant at(String seconds) {
    return Instant.ofEpochSecond(Long.parseLong(seconds));
  }

  private static Matcher match(Pattern pattern, String line) {
    var matcher = pattern.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("\"" + line + "\" is not like " + pattern);
    }
    return matcher;
  }
}
