package io.scaledapp.operator.platform.kubernetes.replicaset;

import io.scaledapp.operator.platform.kubernetes.cluster.TargetWriter;
import io.scaledapp.operator.platform.kubernetes.target.Target;
import io.scaledapp.operator.platform.kubernetes.target.TargetKey;
import java.util.Objects;
import java.util.Optional;

/** The calls about a workload that is adopted: nothing of it but its count is ever written. */
record TargetCalls(TargetKey key, TargetWriter calls) implements ObjectCalls<Target> {

  @Override
  public Optional<Target> read() {
    return calls.get(key);
  }

  @Override
  public Target perform(Call<Target> call) {
    var target = Objects.requireNonNull(call.object());
    return switch (call.step()) {
      case Step.Raise(int count) -> calls.scale(target, count);
      case Step.Lower(int count, var _) -> calls.scale(target, count);
      default -> throw new IllegalArgumentException(call.step() + " is not about a count");
    };
  }
}
