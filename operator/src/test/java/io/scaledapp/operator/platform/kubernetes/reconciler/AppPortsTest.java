package io.scaledapp.operator.platform.kubernetes.reconciler;

import static io.scaledapp.operator.platform.kubernetes.reconciler.ClusterApps.app;
import static io.scaledapp.operator.platform.kubernetes.reconciler.ClusterApps.withPort;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AppPortsTest {

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final AppPorts ports = new AppPorts(() -> now);

  @Test
  void eachAppHasAPortOfItsOwnAndKeepsIt() {
    var one = ports.of(app("one"));
    var two = ports.of(app("two"));

    assertThat(one).isNotEqualTo(two).isBetween(AppPorts.FIRST, AppPorts.LAST);
    assertThat(ports.of(app("one"))).isEqualTo(one);
  }

  @Test
  void whatAStatusKeepsIsGivenToNobodyElse() {
    ports.restore(List.of(withPort(app("old"), AppPorts.FIRST + 1)));

    var others = List.of(ports.of(app("a")), ports.of(app("b")), ports.of(app("c")));

    assertThat(others).doesNotContain(AppPorts.FIRST + 1);
    assertThat(ports.of(withPort(app("old"), AppPorts.FIRST + 1))).isEqualTo(AppPorts.FIRST + 1);
  }

  @Test
  void ofTwoThatClaimOnePortTheOlderHasIt() {
    var older = withPort(app("older"), 21_000);
    var copy = withPort(app("copy"), 21_000);
    copy.getMetadata().setCreationTimestamp("2026-02-01T00:00:00Z");

    ports.restore(List.of(copy, older));

    assertThat(ports.of(older)).isEqualTo(21_000);
    assertThat(ports.of(copy)).isNotEqualTo(21_000);
  }

  @Test
  void aPortOutsideTheRangeIsNotTakenOver() {
    assertThat(ports.of(withPort(app("strange"), 80))).isBetween(AppPorts.FIRST, AppPorts.LAST);
  }

  @Test
  void aReleasedPortRestsBeforeItIsGivenAgain() {
    var port = ports.of(app("gone"));
    ports.release("shop/gone");
    ports.restore(List.of(withPort(app("last"), AppPorts.LAST)));

    assertThat(ports.of(app("next"))).as("the next in turn, were it free").isNotEqualTo(port);

    now = now.plus(Duration.ofMinutes(6));
    ports.restore(List.of(withPort(app("last"), AppPorts.LAST)));
    assertThat(ports.of(app("later"))).isEqualTo(port);
  }

  @Test
  void whenAllAreTakenItIsSaid() {
    for (var i = AppPorts.FIRST; i <= AppPorts.LAST; i++) {
      ports.of(app("app-" + i));
    }
    assertThatThrownBy(() -> ports.of(app("one-more")))
        .hasMessageContaining("no port is left for another app");
  }
}
