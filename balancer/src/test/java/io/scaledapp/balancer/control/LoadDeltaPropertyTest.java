package io.scaledapp.balancer.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LoadDeltaPropertyTest {

  @Provide
  Arbitrary<LoadReport> reports() {
    var app =
        Combinators.combine(Arbitraries.integers().between(0, 9), Arbitraries.longs().between(0, 2))
            .as((name, requests) -> load("default/a" + name, requests));
    var apps = app.list().uniqueElements(AppLoad::app).ofMaxSize(10);
    var failures = Arbitraries.of("default/a1").map(name -> new PortFailure(name, 1, "in use"));
    return Combinators.combine(
            Arbitraries.longs().between(1, 1_000), apps, failures.list().ofMaxSize(1))
        .as((uptime, all, failed) -> new LoadReport("b", "i", uptime, all, failed));
  }

  private static AppLoad load(String app, long requests) {
    var endpoint = new EndpointLoad("r1", 0, 0, requests, 0);
    return new AppLoad(app, requests, requests, 0, 0, 0, 0, List.of(endpoint));
  }

  @Property
  void deltaMakesTheOtherReport(
      @ForAll("reports") LoadReport base, @ForAll("reports") LoadReport next) {
    var delta = LoadDelta.between(base, next);

    var made = delta.applyTo(base);

    assertThat(delta.fits(base)).isTrue();
    assertThat(made.apps()).containsExactlyInAnyOrderElementsOf(next.apps());
    assertThat(made.uptimeNanos()).isEqualTo(next.uptimeNanos());
    assertThat(made.portFailures()).isEqualTo(next.portFailures());
    assertThat(made.balancer()).isEqualTo("b");
  }

  @Property
  void loadThatStaysIsNotNamed(@ForAll("reports") LoadReport report) {
    var later = new LoadReport("b", "i", report.uptimeNanos() + 1, report.apps(), List.of());

    var delta = LoadDelta.between(report, later);

    assertThat(delta.changed()).isEmpty();
    assertThat(delta.removed()).isEmpty();
    assertThat(delta.fits(later)).isFalse();
  }
}
