package io.scaledapp.operator.app.status;

import io.scaledapp.crds.v1alpha1.ScaleDecision;
import io.scaledapp.operator.app.Adoption;
import io.scaledapp.operator.app.Adoption.Refusal;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Replica.Phase;
import io.scaledapp.operator.app.model.AppModel;
import io.scaledapp.operator.app.plan.Rollout;
import io.scaledapp.operator.app.plan.RolloutWords;
import io.scaledapp.operator.autoscaler.Decision;
import io.scaledapp.operator.autoscaler.LoadSample;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an app's status is made from.
 *
 * @param generation of the spec in force
 * @param rollout of the newest revision; without meaning when fixed endpoints answer
 * @param replicas every one that has not gone yet
 * @param keeping how many of them are to go and keep their sessions until then
 * @param routed whether every balancer that clients reach has its route
 * @param adoption of the workload whose replicas they are, when the app has adopted one
 * @param decision the latest; null when fixed endpoints answer or before the first
 * @param lastDecision the latest that changed the count
 * @param load the mean over the last seconds
 * @param rejected why a later version of the app was not taken over
 * @param platformProblem why the platform did not do what it was told
 * @param recyclingTrouble what is wrong with how replicas are recycled
 * @param without what it asks for and has no effect where it runs
 * @param clash hosts that it names and that other apps have
 * @param nameTaken who has its own name in the cluster, when it is not the app
 */
public record AppView(
    AppModel model,
    long generation,
    Rollout rollout,
    List<Replica> replicas,
    int keeping,
    boolean routed,
    @Nullable Adoption adoption,
    @Nullable Decision decision,
    @Nullable ScaleDecision lastDecision,
    LoadSample load,
    @Nullable String rejected,
    @Nullable String platformProblem,
    @Nullable Trouble recyclingTrouble,
    @Nullable String without,
    @Nullable String clash,
    @Nullable String nameTaken,
    @Nullable String url,
    RolloutWords rolloutWords) {

  int desired() {
    if (model.hasFixedEndpoints()) {
      return fixedEndpoints();
    }
    if (decision == null) {
      return adoption == null ? 0 : adoption.count();
    }
    return decision.desired();
  }

  int alive() {
    if (model.hasFixedEndpoints()) {
      return fixedEndpoints();
    }
    return (int) replicas.stream().filter(one -> one.phase() != Phase.TERMINATING).count();
  }

  int ready() {
    if (model.hasFixedEndpoints()) {
      return fixedEndpoints();
    }
    return (int) replicas.stream().filter(Replica::isReady).count();
  }

  /** Why the workload that is to be adopted is left as it is; null when it is not. */
  @Nullable Refusal refusal() {
    return adoption == null ? null : adoption.refusal();
  }

  /** They count as ready, since nothing checks them. */
  int fixedEndpoints() {
    return model.route().endpoints().size();
  }

  /** One of the newest revision that tells why it is not ready. */
  Optional<Replica> heldUp() {
    return replicas.stream()
        .filter(one -> one.revision() == rollout.wanted() && one.isHeldUp())
        .findFirst();
  }

  Optional<Replica> first(Phase phase) {
    return replicas.stream().filter(one -> one.phase() == phase).findFirst();
  }
}
