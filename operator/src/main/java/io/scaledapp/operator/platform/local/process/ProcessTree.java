package io.scaledapp.operator.platform.local.process;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes that were started, and all that came of them. Members are found by parentage and by a
 * marker in their environment; none of them outlives {@link #stop} or {@link #kill}. This process
 * and its ancestors are never members. Not for use by several threads at once.
 */
public final class ProcessTree {
  private static final Logger log = LoggerFactory.getLogger(ProcessTree.class);

  /** Who survives SIGKILL for so long hangs in the kernel; nobody can end it. */
  private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

  private static final Duration KILL_ROUND = Duration.ofMillis(200);
  private static final Duration POLL = Duration.ofMillis(10);

  private static final Set<Long> OURSELVES =
      Stream.iterate(
              Optional.of(ProcessHandle.current()),
              Optional::isPresent,
              handle -> handle.flatMap(ProcessHandle::parent))
          .flatMap(Optional::stream)
          .map(ProcessHandle::pid)
          .collect(Collectors.toUnmodifiableSet());

  private final List<ProcessKey> roots;
  private final String marker;
  // Kept, since a child whose parent has gone is no descendant any more.
  private final Map<ProcessKey, ProcessHandle> members = new LinkedHashMap<>();

  /**
   * Of the processes that were started and whatever has the marker.
   *
   * @param marker {@code NAME=value} that only these processes have in their environment
   */
  public ProcessTree(Collection<ProcessKey> roots, String marker) {
    this.roots = List.copyOf(roots);
    this.marker = marker;
  }

  /**
   * Sends SIGTERM to the roots, as Kubernetes does to a container's first process; once they have
   * gone, to what they left behind, so that a wrapper such as {@code sh -c} does not cost its child
   * the chance to end in order; and SIGKILL to what lives after {@code grace}.
   */
  public void stop(Duration grace) throws InterruptedException {
    var deadline = System.nanoTime() + grace.toNanos();
    look();
    roots.forEach(root -> root.handle().ifPresent(ProcessHandle::destroy));
    awaitGone(roots, deadline);
    look().values().forEach(ProcessHandle::destroy);
    awaitGone(members.keySet(), deadline);
    kill();
  }

  /** Sends SIGKILL to all members until none is left. */
  public void kill() throws InterruptedException {
    var giveUp = System.nanoTime() + KILL_LIMIT.toNanos();
    while (!look().isEmpty()) {
      if (System.nanoTime() - giveUp > 0) {
        log.atWarn().addKeyValue("reason", members.keySet()).log("processes survive SIGKILL");
        return;
      }
      members.values().forEach(ProcessHandle::destroyForcibly);
      awaitGone(members.keySet(), System.nanoTime() + KILL_ROUND.toNanos());
    }
  }

  /** The members that live now. */
  public Map<ProcessKey, ProcessHandle> look() {
    roots.forEach(root -> root.handle().ifPresent(this::add));
    MarkedProcesses.find(marker).forEach(this::add);
    members.keySet().removeIf(key -> !key.isAlive());
    List.copyOf(members.values()).forEach(member -> member.descendants().forEach(this::add));
    return Map.copyOf(members);
  }

  private void add(ProcessHandle handle) {
    // The handle is asked last: it then stands for the process that the key names.
    ProcessKey.of(handle.pid())
        .filter(key -> !OURSELVES.contains(key.pid()) && handle.isAlive())
        .ifPresent(key -> members.put(key, handle));
  }

  private static void awaitGone(Collection<ProcessKey> keys, long deadline)
      throws InterruptedException {
    while (keys.stream().anyMatch(ProcessKey::isAlive) && System.nanoTime() - deadline < 0) {
      Thread.sleep(POLL);
    }
  }
}
