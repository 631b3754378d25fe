package io.scaledapp.operator.platform.kubernetes.template;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobSpecBuilder;
import io.scaledapp.crds.v1alpha1.JobConcurrency;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.model.TimedJob;
import io.scaledapp.operator.platform.kubernetes.cluster.Annotations;
import io.scaledapp.operator.platform.kubernetes.cluster.Labels;
import java.util.List;
import java.util.Map;

/** The CronJob of a scheduled job. */
public final class CronJobTemplate {

  /** A CronJob's Jobs add eleven characters to it. */
  private static final int LONGEST_NAME = 52;

  private static final int HISTORY = 3;
  private static final int DIGEST_BYTES = 8;

  private static final JsonMapper CANONICAL =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private CronJobTemplate() {}

  /**
   * Of an app that has a template, suspended as the app is.
   *
   * @throws IllegalArgumentException naming the field, when no pod can be made of the template
   */
  public static CronJob of(ScaledApp app, TimedJob job) {
    var name = app.getMetadata().getName();
    var spec = spec(app, job);
    return new CronJobBuilder()
        .withMetadata(
            new ObjectMetaBuilder()
                .withNamespace(app.getMetadata().getNamespace())
                .withName(
                    JobName.of(name, "-" + job.name(), LONGEST_NAME, List.of(name, job.name())))
                .withLabels(Map.of(Labels.MANAGED_BY, Labels.MANAGER, Labels.APP, name))
                .withAnnotations(Map.of(Annotations.DIGEST, digest(spec)))
                .withOwnerReferences(Owner.of(app))
                .build())
        .withSpec(spec)
        .build();
  }

  private static CronJobSpec spec(ScaledApp app, TimedJob job) {
    return new CronJobSpecBuilder()
        .withSchedule(job.source().schedule())
        .withTimeZone(job.source().timeZone())
        .withConcurrencyPolicy(policy(job.concurrency()))
        .withSuspend(app.getSpec().suspended())
        .withSuccessfulJobsHistoryLimit(HISTORY)
        .withFailedJobsHistoryLimit(HISTORY)
        .withNewJobTemplate()
        .withNewSpec()
        .withBackoffLimit(0)
        .withActiveDeadlineSeconds(Math.max(1, job.timeout().toSeconds()))
        .withTemplate(JobPod.of(app, job.command()))
        .endSpec()
        .endJobTemplate()
        .build();
  }

  private static String policy(JobConcurrency concurrency) {
    return switch (concurrency) {
      case FORBID -> "Forbid";
      case ALLOW -> "Allow";
      case REPLACE -> "Replace";
    };
  }

  /** What the cluster writes in another way than it was sent is no difference. */
  private static String digest(CronJobSpec spec) {
    return JobName.digest(CANONICAL.valueToTree(spec).toString(), DIGEST_BYTES);
  }
}
