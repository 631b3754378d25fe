package io.scaledapp.operator.app.plan;

import io.scaledapp.operator.app.Past;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Replica.Phase;
import io.scaledapp.operator.app.canary.Trial;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How far an app's newest revision has come.
 *
 * @param wanted number of the newest revision
 * @param lastGood the revision that was rolled out last; 0 before there was one
 * @param preparation of the wanted revision
 * @param failure why the wanted revision was given up or is late; a later revision is a fresh try
 * @param done whether every replica runs the wanted revision
 * @param ready how many replicas of it were ready at the latest look
 * @param progressAt when it last got further
 * @param trial while replicas of the wanted revision run beside those of the last good one, which
 *     goes on serving; null without one
 */
public record Rollout(
    int wanted,
    int lastGood,
    Preparation preparation,
    @Nullable Failure failure,
    boolean done,
    int ready,
    Instant progressAt,
    @Nullable Trial trial) {

  /** Why a revision was given up that was worse than the one before. */
  public static final String ROLLED_BACK = "RolledBack";

  /** Crashes of one replica after which a revision that never got ready is given up. */
  static final int CRASH_LIMIT = 3;

  /** The reason of a revision whose pre-rollout job failed. */
  public static final String JOB_FAILED = "PreRolloutJobFailed";

  /** Whether a revision can be started. */
  public enum Preparation {
    NEEDED,
    RUNNING,
    DONE,
    FAILED
  }

  /**
   * Why a revision does not get ready.
   *
   * @param reason one word, as in a condition
   * @param message for a person
   * @param cause what a replica said at that time, with its name
   */
  public record Failure(String reason, String message, @Nullable String cause) {

    /** The message with a cause, be it this one's or a later one. */
    public String words(@Nullable String cause) {
      return cause == null ? message : message + ": " + cause;
    }
  }

  /** Without a trial. */
  public Rollout(
      int wanted,
      int lastGood,
      Preparation preparation,
      @Nullable Failure failure,
      boolean done,
      int ready,
      Instant progressAt) {
    this(wanted, lastGood, preparation, failure, done, ready, progressAt, null);
  }

  /** Of an app that wants no replicas at all: whatever runs is to go. */
  static final Rollout NONE = new Rollout(0, 0, Preparation.DONE, null, true, 0, Instant.EPOCH);

  /** Of an app that has nothing yet. */
  public static Rollout first(int number, Instant now) {
    return new Rollout(number, 0, Preparation.NEEDED, null, false, 0, now);
  }

  /**
   * Goes on from what is there.
   *
   * @param past has a revision, or an attempt at one
   * @param digest of the template that is wanted
   */
  public static Rollout resumed(Past past, String digest, List<Replica> replicas, Instant now) {
    var newest = past.newest();
    var known = digest.equals(past.revisions().get(newest));
    // Its job has run, or runs: to go on with it is to ask what became of that.
    var begun = digest.equals(past.attempts().get(newest));
    var wanted = known || begun ? newest : newest + 1;
    var serving = replicas.stream().filter(one -> one.isReady());
    var answering = serving.map(Replica::revision).collect(Collectors.toSet());
    var others = answering.stream().filter(one -> one != wanted).max(Comparator.naturalOrder());
    var done = known && others.isEmpty();
    var lastGood = others.orElse(answering.contains(wanted) ? wanted : 0);
    var preparation = known ? Preparation.DONE : Preparation.NEEDED;
    return new Rollout(wanted, lastGood, preparation, null, done, 0, now);
  }

  /** Goes for the next revision, whatever became of this one. */
  public Rollout next(Instant now) {
    return new Rollout(wanted + 1, lastGood, Preparation.NEEDED, null, false, 0, now);
  }

  public Rollout preparing() {
    return new Rollout(wanted, lastGood, Preparation.RUNNING, null, done, ready, progressAt, trial);
  }

  public Rollout prepared(Instant now) {
    return new Rollout(wanted, lastGood, Preparation.DONE, null, done, ready, now, trial);
  }

  public Rollout preparationFailed(String reason, String message) {
    var because = new Failure(reason, message, null);
    return new Rollout(
        wanted, lastGood, Preparation.FAILED, because, done, ready, progressAt, trial);
  }

  /** With a trial in another state; without one the wanted revision takes the other's place. */
  public Rollout with(@Nullable Trial trial, Instant now) {
    return new Rollout(wanted, lastGood, preparation, failure, done, ready, now, trial);
  }

  /** Whether there is a revision to go back to from one that has not taken its place yet. */
  public boolean canBeRolledBack() {
    return !done && failure == null && lastGood != 0 && lastGood != wanted;
  }

  /** Gives the wanted revision up, for what was measured or said. */
  public Rollout rolledBack(String message) {
    var because = new Failure(ROLLED_BACK, message, null);
    // What was still to be prepared is needed no more.
    return new Rollout(wanted, lastGood, Preparation.DONE, because, false, ready, progressAt, null);
  }

  /** The trial, if replicas of the wanted revision can be started for it. */
  public Optional<Trial> activeTrial() {
    var active = preparation == Preparation.DONE && failure == null;
    return active ? Optional.ofNullable(trial) : Optional.empty();
  }

  /**
   * The revision that replicas are started from: the wanted one, but the last good one while the
   * wanted one cannot start yet, is on trial or was given up.
   */
  public int serving() {
    var wantedServes = preparation == Preparation.DONE && failure == null && trial == null;
    return wantedServes || lastGood == 0 ? wanted : lastGood;
  }

  /** The revision whose rollout was the last to end well; 0 before there was one. */
  public int inPlace() {
    return done && failure == null ? wanted : lastGood;
  }

  /**
   * Whether nothing more is tried for the wanted revision: replicas of an older one go on, or it
   * cannot be started at all.
   */
  public boolean isGivenUp() {
    return failure != null && (lastGood != 0 || preparation == Preparation.FAILED);
  }

  /** The failure for a person, with its cause at that time and the mend; empty if there is none. */
  public String failureInWords(RolloutWords words) {
    if (failure == null) {
      return "";
    }
    var because = failure.words(failure.cause());
    if (!isGivenUp()) {
      return because;
    }
    var goesOn = lastGood == 0 ? "" : "revision %d goes on; ".formatted(lastGood);
    return isTriedAgain(words)
        ? "revision %d waits: %s; %sit is tried again every %d s"
            .formatted(wanted, because, goesOn, words.tryAgain().toSeconds())
        : "revision %d is given up: %s; %s%s".formatted(wanted, because, goesOn, words.mend());
  }

  /**
   * Whether the wanted revision is tried again as it is after its preparation failed. A job is not:
   * it runs once, since nobody knows what half of it did.
   */
  public boolean isTriedAgain(RolloutWords words) {
    return preparation == Preparation.FAILED
        && failure != null
        && !failure.reason().equals(JOB_FAILED)
        && !words.tryAgain().isZero();
  }

  /** Whether replicas of {@link #serving} can be started. */
  public boolean canStart() {
    return serving() == lastGood || preparation == Preparation.DONE;
  }

  /** Takes in what became of the replicas. */
  public Rollout observe(
      List<ReplicaState> replicas, int desired, Duration progressDeadline, Instant now) {
    var own = replicas.stream().filter(this::isOfWanted).toList();
    var readyNow = (int) own.stream().filter(ReplicaState::isReady).count();
    var alone = replicas.stream().filter(one -> !one.isDraining()).allMatch(this::isOfWanted);
    var complete = preparation == Preparation.DONE && alone && readyNow >= desired;
    var proven = complete && readyNow > 0;
    // Time in which no replica is to become ready is not counted against the deadline.
    var pauses = trial != null && trial.running() && readyNow > 0;
    var further = readyNow > ready || desired == 0 || preparation != Preparation.DONE || pauses;
    var progress = further ? now : progressAt;
    var judged =
        new Rollout(wanted, lastGood, preparation, failure, done, readyNow, progress, trial);
    return new Rollout(
        wanted,
        proven ? wanted : lastGood,
        preparation,
        proven ? null : judged.failure(own, progressDeadline, now).orElse(null),
        done || proven || (complete && failure == null),
        readyNow,
        progress,
        trial);
  }

  private boolean isOfWanted(ReplicaState one) {
    return one.replica().revision() == wanted && !one.isDraining();
  }

  private Optional<Failure> failure(
      List<ReplicaState> own, Duration progressDeadline, Instant now) {
    if (failure != null || wanted == lastGood) {
      return Optional.ofNullable(failure);
    }
    if (ready == 0) {
      var crashed = own.stream().filter(Rollout::crashesAgainAndAgain).findFirst();
      if (crashed.isPresent()) {
        return crashed.map(
            one ->
                new Failure("CrashLoopBackOff", "crashes again and again", one.replica().words()));
      }
    }
    return progressAt.plus(progressDeadline).isAfter(now)
        ? Optional.empty()
        : Optional.of(
            new Failure(
                "ProgressDeadlineExceeded",
                "no further replica of revision %d got ready within %d s"
                    .formatted(wanted, progressDeadline.toSeconds()),
                own.stream()
                    .map(ReplicaState::replica)
                    .filter(Replica::isHeldUp)
                    .findFirst()
                    .map(Replica::words)
                    .orElse(null)));
  }

  private static boolean crashesAgainAndAgain(ReplicaState one) {
    return one.replica().phase() == Phase.CRASH_LOOP_BACK_OFF
        && one.replica().restarts() + 1 >= CRASH_LIMIT;
  }
}
