package io.scaledapp.operator.platform.kubernetes.reconciler;

import static io.scaledapp.operator.platform.kubernetes.reconciler.ClusterApps.app;
import static io.scaledapp.operator.platform.kubernetes.reconciler.ClusterApps.slice;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.scaledapp.crds.v1alpha1.Protocol;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AppDependentTest {

  private final Balancers balancers = new Balancers();
  private final ServiceDependent services = new ServiceDependent(true);
  private final EndpointSliceDependent slices =
      new EndpointSliceDependent(
          new AppPorts(() -> Instant.parse("2026-01-01T00:00:00Z")),
          new SliceEndpoints(balancers),
          true);
  private final DisruptionBudgetDependent budgets = new DisruptionBudgetDependent(true);

  @Test
  void whatTheApiServerFillsInIsNoDifference() {
    var wanted = ServiceDependent.desired(app("a"));
    var there =
        new ServiceBuilder(wanted)
            .editSpec()
            .withClusterIP("10.96.0.7")
            .withSessionAffinity("None")
            .endSpec()
            .build();

    assertThat(services.isCovered(wanted, there)).isTrue();
  }

  @Test
  void appThatSpeaksTcpHasItsOwnPortAtItsName() {
    var port =
        ServiceDependent.desired(ClusterApps.speaking(app("mail"), Protocol.TCP))
            .getSpec()
            .getPorts()
            .getFirst();

    assertThat(port.getName()).isEqualTo("tcp");
    assertThat(port.getPort()).isEqualTo(25);
  }

  @Test
  void anotherPortOfTheServiceIsADifference() {
    var wanted = ServiceDependent.desired(app("a"));
    var there =
        new ServiceBuilder(wanted).editSpec().editFirstPort().withPort(81).endPort().endSpec();

    assertThat(services.isCovered(wanted, there.build())).isFalse();
  }

  @Test
  void changeOfASliceIsNewsUnlessItOnlyLeadsToTheBalancersThatThereAre() {
    balancers.onPods(List.of(new BalancerPod("b1", "10.0.0.1", "node", true, false)));
    var before = slice("a", "10.0.0.9");

    assertThat(slices.isNews(slice("a", "10.0.0.1"), before)).isFalse();
    assertThat(slices.isNews(slice("a", "10.0.0.2"), before)).isTrue();
    var otherPort = slice("a", "10.0.0.1");
    otherPort.getPorts().getFirst().setPort(81);
    assertThat(slices.isNews(otherPort, before)).isTrue();
    var otherOwner = slice("a", "10.0.0.1");
    otherOwner.getMetadata().setOwnerReferences(List.of(new OwnerReference()));
    assertThat(slices.isNews(otherOwner, before)).isTrue();
  }

  @Test
  void aFurtherEndpointIsADifference() {
    var wanted = new EndpointSliceBuilder().withAddressType("IPv4").build();
    var there =
        new EndpointSliceBuilder(wanted)
            .withEndpoints(new EndpointBuilder().withAddresses("10.0.0.1").build())
            .build();

    assertThat(slices.isCovered(wanted, wanted)).isTrue();
    assertThat(slices.isCovered(wanted, there)).isFalse();
  }

  @Test
  void anotherSelectorOfTheBudgetIsADifference() {
    var wanted = DisruptionBudgetDependent.desired(app("a"), true);
    var there =
        new PodDisruptionBudgetBuilder(wanted)
            .editSpec()
            .editSelector()
            .withMatchLabels(Map.of("app", "another"))
            .endSelector()
            .endSpec()
            .build();

    assertThat(budgets.isCovered(wanted, wanted)).isTrue();
    assertThat(budgets.isCovered(wanted, there)).isFalse();
  }
}
