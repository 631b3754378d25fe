package io.scaledapp.operator.autoscaler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StoredSeasonTest {

  private static final Season LEARNED = Seasons.learned();

  @Test
  void whatWasLearnedComesBack() throws SeasonFormatException {
    var read = StoredSeason.read(StoredSeason.of(LEARNED));

    assertThat(read.day()).isEqualTo(LEARNED.day());
    assertThat(read.week()).isEqualTo(LEARNED.week());
    assertThat(read).isEqualTo(Season.begin(LEARNED.day(), LEARNED.week()));
  }

  @Test
  void nothingLearnedComesBackAsNothing() throws SeasonFormatException {
    assertThat(StoredSeason.read(StoredSeason.of(Season.UNKNOWN))).isEqualTo(Season.UNKNOWN);
  }

  @Test
  void sizeIsBoundedWhateverTheLoad() {
    assertThat(StoredSeason.of(LEARNED)).hasSizeLessThan(StoredSeason.MOST_BYTES);
  }

  @Test
  void otherVersionIsNamed() {
    var bytes = StoredSeason.of(LEARNED);
    bytes[4] = 9;

    assertThatExceptionOfType(SeasonFormatException.class)
        .isThrownBy(() -> StoredSeason.read(bytes))
        .withMessage("it is of version 9, and this program reads version 1");
  }

  @Property(tries = 300)
  void damageIsNoticed(
      @ForAll @IntRange(max = 100_000) int where, @ForAll @IntRange(min = 1, max = 255) int how) {
    var bytes = StoredSeason.of(LEARNED);
    bytes[where % bytes.length] ^= (byte) how;

    assertThatExceptionOfType(SeasonFormatException.class)
        .isThrownBy(() -> StoredSeason.read(bytes));
  }

  @Property(tries = 300)
  void whatIsCutOffIsNoticed(@ForAll @IntRange(max = 100_000) int length) {
    var bytes = StoredSeason.of(LEARNED);
    var cut = Arrays.copyOf(bytes, length % bytes.length);

    assertThatExceptionOfType(SeasonFormatException.class).isThrownBy(() -> StoredSeason.read(cut));
  }

  @Property
  void anyBytesAreRefused(@ForAll @Size(max = 200) byte[] bytes) {
    assertThatExceptionOfType(SeasonFormatException.class)
        .isThrownBy(() -> StoredSeason.read(bytes));
  }
}
