package io.scaledapp.operator.platform.kubernetes.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pods a workload's selector means, and how people write it. */
class PodSelectorTest {

  @ParameterizedTest
  @CsvSource({
    "app=web, true",
    "app=web;tier=front, true",
    "app=other, false",
    "tier=front, false",
    "app=web;tier=back, false",
    "app=web;canary=, false"
  })
  void meansThePodsThatMeetAllOfIt(String labels, boolean meant) {
    var given =
        Arrays.stream(labels.split(";"))
            .collect(
                Collectors.toMap(
                    label -> label.substring(0, label.indexOf('=')),
                    label -> label.substring(label.indexOf('=') + 1)));

    assertThat(selector().matches(given)).isEqualTo(meant);
  }

  @ParameterizedTest
  @CsvSource({"app, true", "other, false"})
  void existenceAndSetsAreMeantToo(String label, boolean meant) {
    var selector =
        new PodSelector(
            new LabelSelectorBuilder()
                .withMatchExpressions(asked("app", "Exists"), asked("app", "In", "web", "shop"))
                .build());

    assertThat(selector.matches(Map.of(label, "web"))).isEqualTo(meant);
    assertThat(selector).hasToString("app,app in (web,shop)");
  }

  private static LabelSelectorRequirement asked(String label, String operator, String... values) {
    return new LabelSelectorRequirement(label, operator, List.of(values));
  }

  private static PodSelector selector() {
    var selector =
        new PodSelector(
            new LabelSelectorBuilder()
                .addToMatchLabels("app", "web")
                .withMatchExpressions(
                    asked("tier", "NotIn", "back"), asked("canary", "DoesNotExist"))
                .build());
    assertThat(selector).hasToString("app=web,tier notin (back),!canary");
    return selector;
  }
}
