package io.scaledapp.operator.autoscaler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class UsualTest {

  private static final int PLACES = 288;

  @Test
  void nothingIsUsualWhereNothingWasSeen() {
    assertThat(Usual.unknown(PLACES).at(7)).isNaN();
    assertThat(Usual.unknown(PLACES).with(8, 5).at(7)).isNaN();
  }

  @Test
  void placeThatWasOnlyEverQuietIsKnownToBe() {
    assertThat(Usual.unknown(PLACES).with(8, 5).with(7, 0).at(7)).isZero();
  }

  @Test
  void oneOddTimeChangesNothing() {
    assertThat(of(5, 5, 500).at(0)).isCloseTo(5, within(0.2));
    assertThat(of(5, 5, 0).at(0)).isCloseTo(5, within(0.2));
    assertThat(of(500, 5, 5).at(0)).isCloseTo(5, within(0.2));
  }

  @Test
  void newHabitIsKnownAfterTwoTimes() {
    assertThat(of(5, 5, 5, 20, 20).at(0)).isCloseTo(20, within(0.5));
  }

  @Test
  void ofTwoTimesTheLowerIsUsual() {
    assertThat(of(500, 5).at(0)).isCloseTo(5, within(0.2));
    assertThat(of(0, 5).at(0)).isZero();
  }

  @Property
  void whatIsKeptIsNear(
      @ForAll @IntRange(max = PLACES - 1) int place,
      @ForAll @DoubleRange(min = 0.1, max = 10_000) double value) {
    assertThat(Usual.unknown(PLACES).with(place, value).at(place))
        .isCloseTo(value, within(value * 0.025));
  }

  @Test
  void whatIsBeyondIsTheMost() {
    assertThat(of(1e9).at(0)).isCloseTo(10_000, within(1.0));
    assertThat(of(Double.POSITIVE_INFINITY).at(0)).isCloseTo(10_000, within(1.0));
  }

  private static Usual of(double... values) {
    var usual = Usual.unknown(PLACES).with(1, 1);
    for (var value : values) {
      usual = usual.with(0, value);
    }
    return usual;
  }
}
