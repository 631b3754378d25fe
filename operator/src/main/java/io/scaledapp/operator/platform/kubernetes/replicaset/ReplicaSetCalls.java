package io.scaledapp.operator.platform.kubernetes.replicaset;

import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterWriter;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterWriter.RefusedException;
import io.scaledapp.operator.platform.kubernetes.cluster.RevisionKey;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The calls about the ReplicaSet of a revision. */
record ReplicaSetCalls(RevisionKey key, ClusterWriter calls) implements ObjectCalls<ReplicaSet> {

  @Override
  public Optional<ReplicaSet> read() {
    return calls.get(key);
  }

  @Override
  public @Nullable ReplicaSet perform(Call<ReplicaSet> call) {
    var set = Objects.requireNonNull(call.object());
    return switch (call.step()) {
      case Step.Apply() -> {
        refuseForeign(call);
        yield calls.apply(set);
      }
      case Step.Raise(int count) -> calls.setReplicas(set, count);
      case Step.Lower(int count, var _) -> calls.setReplicas(set, count);
      case Step.Remove() -> {
        calls.remove(set);
        yield null;
      }
      case Step.Mark _,
          Step.Delete _,
          Step.KeepDrain _,
          Step.Unmark _,
          Step.LowerCpu _,
          Step.Rest _ ->
          throw new IllegalArgumentException(call.step() + " is not about a ReplicaSet");
    };
  }

  /** Server-side apply would take over whatever has the name. */
  private void refuseForeign(Call<ReplicaSet> call) {
    if (call.exists()) {
      return;
    }
    var set = Objects.requireNonNull(call.object());
    var owner = set.getMetadata().getOwnerReferences().getFirst().getUid();
    var foreign =
        read()
            .filter(
                there ->
                    there.getMetadata().getOwnerReferences().stream()
                        .noneMatch(one -> one.getUid().equals(owner)));
    if (foreign.isPresent()) {
      throw new RefusedException(
          "ReplicaSet %s is there and belongs to somebody else; remove it"
              .formatted(key.replicaSet()),
          null);
    }
  }
}
