package io.scaledapp.balancer.pick;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.AppRoute;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PickerTest {

  @ParameterizedTest
  @EnumSource
  void nobodyIsPickedFromNone(AppRoute.Policy policy) {
    var nobody = FakeCandidates.ofWeights(List.of());

    assertThat(Picker.of(policy, 125, 1).pick(nobody, 7)).isEqualTo(Picker.NONE);
  }

  @ParameterizedTest
  @EnumSource
  void theOnlyOneIsPicked(AppRoute.Policy policy) {
    assertThat(Picker.of(policy, 125, 1).pick(FakeCandidates.ofWeights(1), 7)).isZero();
  }
}
