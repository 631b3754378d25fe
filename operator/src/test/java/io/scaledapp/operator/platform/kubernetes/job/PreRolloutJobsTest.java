package io.scaledapp.operator.platform.kubernetes.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.scaledapp.operator.app.JobFailedException;
import io.scaledapp.operator.platform.kubernetes.cluster.Annotations;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterWriter.RefusedException;
import io.scaledapp.operator.platform.kubernetes.cluster.JobWriter;
import io.scaledapp.operator.platform.kubernetes.cluster.Labels;
import io.scaledapp.operator.platform.kubernetes.cluster.RevisionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PreRolloutJobsTest {

  private static final String APP = "shops/shop";

  private final Calls calls = new Calls();
  private boolean leads = true;
  private final PreRolloutJobs jobs = new PreRolloutJobs(calls, () -> leads, Runnable::run);

  @Test
  void jobIsMadeOnceAndAwaited() {
    var result = jobs.run(job(1));
    jobs.jobSeen(job(1));

    assertThat(calls.created).containsExactly("shop-r1");
    assertThat(result).isNotDone();
    jobs.jobSeen(ended(1, "Complete", null, null));
    assertThat(result).isCompleted();
  }

  @Test
  void failureIsToldInTheClustersWords() {
    var result = jobs.run(job(1));

    jobs.jobSeen(
        ended(1, "Failed", "DeadlineExceeded", "Job was active longer than specified deadline"));

    assertThatThrownBy(result::join)
        .cause()
        .isInstanceOf(JobFailedException.class)
        .hasMessage(
            "the pre-rollout job failed: DeadlineExceeded: Job was active longer than specified"
                + " deadline; `kubectl logs job/shop-r1` tells more");
  }

  @Test
  void oneThatAnotherOperatorBeganIsAwaitedAndOneThatEndedIsNotMadeAgain() {
    jobs.jobSeen(job(1));
    var first = jobs.run(job(1));
    jobs.jobSeen(ended(1, "Complete", null, null));
    jobs.jobSeen(ended(2, "Failed", "BackoffLimitExceeded", "no more tries"));
    var second = jobs.run(job(2));

    assertThat(calls.created).isEmpty();
    assertThat(first).isCompleted();
    assertThat(second).isCompletedExceptionally();
    assertThat(jobs.attempts(APP)).isEqualTo(Map.of(1, "digest-1", 2, "digest-2"));
  }

  @Test
  void aLaterOneWaitsForTheEndOfAnEarlierOne() {
    var first = jobs.run(job(1));
    jobs.jobSeen(job(1));
    first.cancel(false);

    var second = jobs.run(job(2));
    assertThat(calls.created).containsExactly("shop-r1");
    jobs.jobSeen(ended(1, "Failed", null, null));

    assertThat(calls.created).containsExactly("shop-r1", "shop-r2");
    assertThat(calls.removed).isEmpty();
    assertThat(second).isNotDone();
  }

  @Test
  void oneThatNobodyNeedsAnyMoreIsNotBegun() {
    var unused = jobs.run(job(1));
    jobs.jobSeen(job(1));

    jobs.run(job(2)).cancel(false);
    jobs.jobSeen(ended(1, "Complete", null, null));

    assertThat(calls.created).containsExactly("shop-r1");
  }

  @Test
  void oneThatIsDeletedBeforeItsEndHasFailed() {
    var result = jobs.run(job(1));
    jobs.jobSeen(job(1));

    jobs.jobGone(job(1));

    assertThatThrownBy(result::join)
        .cause()
        .isInstanceOf(JobFailedException.class)
        .hasMessage("the pre-rollout job shop-r1 was deleted before it ended");
    assertThat(jobs.attempts(APP)).isEmpty();
  }

  @Test
  void refusalOfTheApiServerIsNoFailureOfTheJobAndCanBeTriedAgain() {
    calls.failure = new RefusedException("exceeded quota", null);
    var refused = jobs.run(job(1));
    calls.failure = null;
    var again = jobs.run(job(1));

    assertThat(failure(refused)).isInstanceOf(RefusedException.class).hasMessage("exceeded quota");
    assertThat(calls.created).containsExactly("shop-r1");
    assertThat(again).isNotDone();
  }

  @Test
  void whoDoesNotLeadMakesNone() {
    leads = false;

    assertThat(failure(jobs.run(job(1)))).hasMessage("another operator leads");
    assertThat(calls.created).isEmpty();
  }

  @Test
  void latestThatEndedAreKeptBesideTheNewest() {
    for (var number = 1; number <= 5; number++) {
      jobs.jobSeen(ended(number, "Complete", null, null));
    }

    var unused = jobs.run(job(6));

    assertThat(calls.removed).containsExactly("shop-r3", "shop-r2", "shop-r1");
  }

  private static Throwable failure(CompletableFuture<Void> result) {
    assertThat(result).isCompletedExceptionally();
    return result.exceptionNow();
  }

  private static Job job(int number) {
    var key = new RevisionKey("shops", "shop", number);
    return new JobBuilder()
        .withNewMetadata()
        .withNamespace("shops")
        .withName("shop-r" + number)
        .withLabels(Labels.of(key))
        .withAnnotations(Map.of(Annotations.DIGEST, "digest-" + number))
        .endMetadata()
        .build();
  }

  private static Job ended(
      int number, String condition, @Nullable String reason, @Nullable String message) {
    return new JobBuilder(job(number))
        .withNewStatus()
        .addNewCondition()
        .withType(condition)
        .withStatus("True")
        .withReason(reason)
        .withMessage(message)
        .endCondition()
        .endStatus()
        .build();
  }

  private static final class Calls implements JobWriter {
    final List<String> created = new ArrayList<>();
    final List<String> removed = new ArrayList<>();
    @Nullable RuntimeException failure;

    @Override
    public void create(Job job) {
      if (failure != null) {
        throw failure;
      }
      created.add(job.getMetadata().getName());
    }

    @Override
    public void remove(Job job) {
      removed.add(job.getMetadata().getName());
    }
  }
}
