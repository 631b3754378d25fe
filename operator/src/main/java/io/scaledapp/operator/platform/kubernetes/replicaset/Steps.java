package io.scaledapp.operator.platform.kubernetes.replicaset;

import io.scaledapp.operator.platform.kubernetes.replicaset.SeenPod.Mark;
import io.scaledapp.operator.platform.kubernetes.replicaset.Situation.Removal;
import io.scaledapp.operator.platform.kubernetes.replicaset.Step.Apply;
import io.scaledapp.operator.platform.kubernetes.replicaset.Step.Delete;
import io.scaledapp.operator.platform.kubernetes.replicaset.Step.KeepDrain;
import io.scaledapp.operator.platform.kubernetes.replicaset.Step.Lower;
import io.scaledapp.operator.platform.kubernetes.replicaset.Step.Raise;
import io.scaledapp.operator.platform.kubernetes.replicaset.Step.Remove;
import io.scaledapp.operator.platform.kubernetes.replicaset.Step.Rest;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings a ReplicaSet, or what else has a count, to that count, with the pods that were told to
 * stop being the ones that go. Pure, and level-triggered: what comes next depends on what is there.
 *
 * <p>The API takes a count and no names, and the controller chooses by an order of its own, in
 * which pods without a node, pending ones and such as are not ready come before any deletion cost.
 * So victims are given the lowest cost, and the count is lowered once that has been seen in the
 * watch and if they all stand before every pod that stays. A victim that does not is deleted by its
 * name while the count still holds: if the controller makes another in its place, then that one has
 * no node yet, and goes first when the count is lowered.
 */
final class Steps {

  /** Victims before others; of equals those that the controller takes first, then the youngest. */
  private static final Comparator<SeenPod> LEAVING =
      Comparator.comparing(SeenPod::victim)
          .reversed()
          .thenComparing(
              pod -> pod.victim() ? pod.rank() : null,
              Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(SeenPod::createdAt, Comparator.reverseOrder())
          .thenComparing(SeenPod::name);

  private static final Comparator<SeenPod> LAST_FIRST =
      Comparator.<SeenPod, @Nullable Integer>comparing(
          SeenPod::ordinal, Comparator.nullsLast(Comparator.reverseOrder()));

  private Steps() {}

  static Step next(Situation now) {
    if (!now.exists()) {
      return now.differs() || now.wanted() > 0 ? new Apply() : new Rest();
    }
    if (now.differs()) {
      return new Apply();
    }
    if (now.replicas() < now.wanted()) {
      return new Raise(now.wanted());
    }
    var drain = now.pods().stream().filter(SeenPod::drainDiffers).findFirst();
    if (drain.isPresent()) {
      return new KeepDrain(drain.get().name());
    }
    if (now.removal() == Removal.NOT_AT_PRESENT) {
      return new Rest();
    }
    if (now.removal() == Removal.LAST) {
      return lowerRow(now);
    }
    if (now.replicas() > now.wanted()) {
      return lower(now);
    }
    if (now.obsolete() && now.wanted() == 0 && now.pods().isEmpty()) {
      return new Remove();
    }
    return deleteLeftVictim(now);
  }

  /** A row is shortened by as many as stand at its end and were told to stop. */
  private static Step lowerRow(Situation now) {
    var leaving = now.pods().stream().sorted(LAST_FIRST).takeWhile(SeenPod::victim).toList();
    var count = Math.max(now.wanted(), now.replicas() - leaving.size());
    return count < now.replicas() ? lower(count, leaving) : new Rest();
  }

  private static Step lower(Situation now) {
    var surplus = Math.max(0, now.pods().size() - now.wanted());
    var sorted = now.pods().stream().sorted(LEAVING).toList();
    var leaving = sorted.subList(0, surplus);
    var staying = sorted.subList(surplus, sorted.size());
    if (staying.isEmpty()) {
      return lower(now.wanted(), leaving);
    }
    var unmarked = first(leaving, pod -> pod.mark() == Mark.NONE);
    if (unmarked != null) {
      return new Step.Mark(unmarked.name());
    }
    if (first(leaving, pod -> pod.mark() == Mark.WRITTEN) != null) {
      return new Rest();
    }
    var late = first(leaving, pod -> !goesBefore(pod, staying));
    return late == null ? lower(now.wanted(), leaving) : new Delete(late.name());
  }

  private static Step lower(int count, List<SeenPod> leaving) {
    return new Lower(count, leaving.stream().map(SeenPod::name).collect(Collectors.toSet()));
  }

  private static boolean goesBefore(SeenPod pod, List<SeenPod> staying) {
    return staying.stream().allMatch(other -> pod.rank().compareTo(other.rank()) < 0);
  }

  /** While there are too many, the controller has not done its part yet. */
  private static Step deleteLeftVictim(Situation now) {
    var victim = first(now.pods(), SeenPod::victim);
    return victim == null || now.pods().size() > now.wanted()
        ? new Rest()
        : new Delete(victim.name());
  }

  private static @Nullable SeenPod first(List<SeenPod> pods, Predicate<SeenPod> condition) {
    return pods.stream().filter(condition).findFirst().orElse(null);
  }
}
