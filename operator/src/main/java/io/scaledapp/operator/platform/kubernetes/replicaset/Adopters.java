package io.scaledapp.operator.platform.kubernetes.replicaset;

import io.scaledapp.operator.platform.kubernetes.cluster.RevisionKey;
import io.scaledapp.operator.platform.kubernetes.target.Target;
import io.scaledapp.operator.platform.kubernetes.target.TargetKey;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The apps that adopt workloads, with what they adopt. Confined to one lock. */
final class Adopters {

  private final TreeMap<String, Member> apps = new TreeMap<>();

  /** An app with its workload, and who makes the calls about that. */
  record Member(Adopter adopter, AdoptedWorkload workload, CallWorker<Target> worker) {

    String id() {
      return adopter.id();
    }

    private Member as(Adopter changed) {
      return new Member(changed, workload, worker);
    }
  }

  /** Adds an app, or has it as it is now. */
  void put(Adopter adopter, Function<Adopter, Member> fresh) {
    var before = apps.get(adopter.id());
    apps.put(adopter.id(), before == null ? fresh.apply(adopter) : before.as(adopter));
  }

  void remove(String app) {
    apps.remove(app);
  }

  Optional<Member> of(String app) {
    return Optional.ofNullable(apps.get(app));
  }

  /** Those that name the workload. */
  List<Member> of(TargetKey target) {
    return stream(target.namespace()).filter(one -> one.adopter().target().equals(target)).toList();
  }

  List<Member> in(String namespace) {
    return stream(namespace).toList();
  }

  /** Whose replica it is: a pod, or a place for one. */
  Optional<Member> owner(String replica) {
    var parts = replica.split("/", -1);
    var pods =
        stream(parts[0])
            .filter(one -> one.workload().standing().isRouted())
            .filter(one -> one.workload().count().pods().has(replica))
            .findFirst();
    return pods.isPresent() || parts.length == 2
        ? pods
        : RevisionKey.ofReplicaSet(parts[0], parts[1]).flatMap(key -> of(key.app()));
  }

  /** The older app that has the workload which this one names; null when there is none. */
  @Nullable String holderBefore(Adopter adopter) {
    return of(adopter.target()).stream()
        .map(Member::adopter)
        .min(Adopter.OLDEST_FIRST)
        .filter(first -> !first.id().equals(adopter.id()))
        .map(Adopter::name)
        .orElse(null);
  }

  /** Keys are {@code namespace/name}, and 0 is the character behind the slash. */
  private Stream<Member> stream(String namespace) {
    return apps.subMap(namespace + "/", namespace + "0").values().stream();
  }
}
