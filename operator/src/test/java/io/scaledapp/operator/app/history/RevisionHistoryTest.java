package io.scaledapp.operator.app.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.scaledapp.operator.app.model.RevisionTemplate;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RevisionHistoryTest {

  private static RevisionRecord record(int number, String image, String outcome) {
    return new RevisionRecord(
        number, Instant.EPOCH, Cause.TEMPLATE_CHANGED, outcome, null, template(image));
  }

  private static RevisionRecord completed(int number, String image) {
    return record(number, image, RevisionRecord.COMPLETED);
  }

  private static RevisionTemplate template(String image) {
    var pod =
        new PodTemplateSpecBuilder()
            .withNewSpec()
            .addNewContainer()
            .withImage(image)
            .endContainer()
            .endSpec()
            .build();
    return new RevisionTemplate(pod, null, 80, null, null, null);
  }

  private static List<Integer> numbers(RevisionHistory history) {
    return history.records().stream().map(RevisionRecord::number).toList();
  }

  @Test
  void theOneThatServesIsKeptWhateverItsAge() {
    var history = RevisionHistory.NONE.with(completed(1, "v1"), 1, 2);
    for (var failed = 2; failed <= 5; failed++) {
      history = history.with(record(failed, "v" + failed, "RolledBack"), 1, 2);
    }
    assertThat(numbers(history)).containsExactly(1, 4, 5);
  }

  @Test
  void withALimitOfZeroOnlyWhatServesIsKept() {
    var history =
        RevisionHistory.NONE.with(completed(1, "v1"), 1, 0).with(completed(2, "v2"), 2, 0);
    assertThat(numbers(history)).containsExactly(2);
  }

  @Property
  void neverMoreThanTheLimitAndTheOneThatServes(
      @ForAll @Size(max = 50) List<@IntRange(min = 1, max = 60) Integer> ended,
      @ForAll @IntRange(max = 10) int limit) {
    var history = RevisionHistory.NONE;
    for (var number : ended) {
      history = history.with(completed(number, "v"), number, limit);
      assertThat(numbers(history)).hasSizeLessThanOrEqualTo(limit + 1).contains(number).isSorted();
    }
  }

  @Test
  void anotherOutcomeTakesThePlaceOfTheFormer() {
    var history =
        RevisionHistory.NONE
            .with(record(1, "v1", "ProgressDeadlineExceeded"), 0, 10)
            .with(completed(1, "v1"), 1, 10);
    assertThat(history.records()).containsExactly(completed(1, "v1"));
  }

  @Test
  void theWayBackIsTheNewestThatWasCompletedWithAnotherTemplate() {
    var history =
        new RevisionHistory(
            List.of(
                completed(1, "v1"),
                completed(2, "v2"),
                record(3, "v3", "RolledBack"),
                completed(4, "v4"),
                completed(5, "v4")));
    assertThat(history.latestUnlike(template("v4").digest())).contains(completed(2, "v2"));
    assertThat(history.latestUnlike(template("v2").digest())).contains(completed(5, "v4"));
  }

  @Test
  void aRunBeginsWithTheRevisionThatItsFormerOneEndedWithIfThatIsTheSame() {
    var history = new RevisionHistory(List.of(completed(3, "v1"), completed(7, "v2")));
    assertThat(history.begin(template("v2").digest())).isEqualTo(7);
    assertThat(history.begin(template("v1").digest())).isEqualTo(8);
    assertThat(RevisionHistory.NONE.begin(template("v1").digest())).isEqualTo(1);
    var failed = new RevisionHistory(List.of(record(2, "v2", "BuildFailed")));
    assertThat(failed.begin(template("v2").digest())).isEqualTo(3);
  }

  @Test
  void numbersRise() {
    assertThatThrownBy(() -> new RevisionHistory(List.of(completed(2, "a"), completed(2, "b"))))
        .hasMessage("revision 2 comes after 2");
    assertThatThrownBy(() -> new RevisionHistory(List.of(completed(0, "a"))))
        .hasMessage("revision 0 comes after 0");
  }
}
