package io.scaledapp.operator.platform.kubernetes.template;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.scaledapp.operator.app.Revision;
import io.scaledapp.operator.app.model.PreRolloutJob;
import io.scaledapp.operator.platform.kubernetes.cluster.Annotations;
import io.scaledapp.operator.platform.kubernetes.cluster.Labels;
import io.scaledapp.operator.platform.kubernetes.cluster.RevisionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Job that runs before a revision. */
public final class JobTemplate {

  /** Of a label's value, in which the cluster keeps it. */
  private static final int LONGEST_NAME = 63;

  private JobTemplate() {}

  /**
   * The same revision and command make the same name, so that no other leader makes it again.
   *
   * @throws IllegalArgumentException naming the field, when no pod can be made of the template
   */
  public static Job of(Revision revision, PreRolloutJob job) {
    var key = RevisionKey.of(revision);
    return new JobBuilder()
        .withNewMetadata()
        .withNamespace(key.namespace())
        .withName(name(key, revision.digest(), job.command()))
        .withLabels(Labels.of(key))
        .withAnnotations(Map.of(Annotations.DIGEST, revision.digest()))
        .withOwnerReferences(Owner.of(revision.source()))
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(job.retries())
        .withActiveDeadlineSeconds(Math.max(1, job.timeout().toSeconds()))
        .withTemplate(JobPod.of(revision.source(), job.command()))
        .endSpec()
        .build();
  }

  private static String name(RevisionKey key, String digest, List<String> command) {
    var identity = new ArrayList<>(List.of(key.name(), String.valueOf(key.number()), digest));
    identity.addAll(command);
    return JobName.of(key.name(), "-r" + key.number(), LONGEST_NAME, identity);
  }
}
