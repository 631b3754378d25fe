package io.scaledapp.operator.autoscaler;

import static io.scaledapp.operator.autoscaler.LoadMeterTest.at;
import static io.scaledapp.operator.autoscaler.LoadMeterTest.load;
import static io.scaledapp.operator.autoscaler.LoadMeterTest.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class LoadMeterPropertyTest {

  @Property(tries = 200)
  void nothingIsLostOrCountedTwiceWhateverReportsGetLost(
      @ForAll @Size(min = 2, max = 60) List<@IntRange(max = 100) Integer> loads,
      @ForAll @Size(60) List<Boolean> lost) {
    var meter = new LoadMeter();
    var integral = 0L;
    var seen = 0.0;
    var from = 1;
    meter.accept(whole("b1", "i1", 1, load(0, 0, 0, 0)), load(0, 0, 0, 0), at(1));
    meter.sample(at(1));
    for (var index = 0; index < loads.size(); index++) {
      var second = index + 2;
      integral += loads.get(index);
      if (lost.get(index) && index < loads.size() - 1) {
        continue;
      }
      var load = load(0, integral, loads.get(index), 0);
      meter.accept(whole("b1", "i1", second, load), load, at(second));
      seen += meter.sample(at(second)).concurrency() * (second - from);
      from = second;
    }

    assertThat(seen).isCloseTo((double) integral, within(1e-6));
  }
}
