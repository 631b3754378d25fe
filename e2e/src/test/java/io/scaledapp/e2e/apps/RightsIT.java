package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.scaledapp.e2e.cluster.AuditedRequest;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.LeftOut;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.Right;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The rights that the operators hold on the cluster are enough for everything they do, and each of
 * them is used. What the chart's rules look like otherwise is shown by {@code OperatorRightsIT}.
 */
@OnCluster
class RightsIT {

  private static final String OPERATOR = "scaledapp-operator";

  /** Rights that no request shows here, each with what needs it. */
  private static final Map<Right, String> USED_UNSEEN =
      Map.of(
          new Right("update", "scaledapp.io", "scaledapps/finalizers"),
          "the admission plugin OwnerReferencesPermissionEnforcement, which is on in the nodes of"
              + " these tests, asks for it when a ReplicaSet is made whose owner may not go first",
          new Right("delete", "discovery.k8s.io", "endpointslices"),
          "the slice of an app goes when somebody deletes its Service and makes another one of that"
              + " name before the operators do",
          new Right("get", "scaledapp.io", "scaledapps"),
          "java-operator-sdk reads an app again when somebody's write in between had the change of"
              + " its finalizers refused",
          new Right("delete", "", "pods"),
          "a drained pod that its ReplicaSet's controller would not take first, such as a ready one"
              + " beside one that is not, is deleted by name: see ReplicaSetsTest",
          new Right("patch", "", "pods/resize"),
          "used only where an app has spec.startup: see StartupCpuIT",
          new Right("list", "metrics.k8s.io", "pods"),
          "asked only where an app has spec.recycle: see RecycleIT",
          new Right("get", "apps", "replicasets"),
          "a revision's ReplicaSet is read again after a write that came in between",
          new Right("get", "apps", "deployments"),
          "the Deployment that an app adopts is read again after a write that came in between",
          new Right("get", "apps", "statefulsets"),
          "the same of a StatefulSet");

  @Test
  void noneIsMissingAndNoneIsTooMany(Installation installation, TestNamespace namespace) {
    var begin = Instant.now();
    new WholeLife(installation, namespace).run();

    assertThat(refusals(installation)).isEmpty();
    var requests = installation.cluster().requestsOf(OPERATOR, begin);
    if (requests.isPresent()) {
      assertThat(requests.get().stream().filter(request -> !request.allowed()))
          .as("requests that were refused")
          .isEmpty();
      assertThat(used(requests.get()))
          .as("rights that are used, beside those that are granted")
          .isEqualTo(granted(installation.cluster().client()));
    } else {
      LeftOut.tell(
          "WHETHER EACH RIGHT IS NEEDED WAS NOT TESTED: this cluster's API server keeps no audit"
              + " log that tests can read; run them on the nodes that are built");
    }
  }

  /** What operators say they were refused; creating in a namespace that ends is, too. */
  private static List<String> refusals(Installation installation) {
    return installation.operators().stream()
        .map(operator -> operator.getMetadata().getName())
        .map(name -> installation.cluster().kubectl("logs", name, "-n", Installation.NAMESPACE))
        .flatMap(String::lines)
        .filter(line -> line.toLowerCase(Locale.ROOT).contains("forbidden: user"))
        .toList();
  }

  private static Set<Right> used(List<AuditedRequest> requests) {
    var used = AuditedRequest.rights(requests);
    used.addAll(USED_UNSEEN.keySet());
    return used;
  }

  /** By the bindings that name the operators' account. */
  private static Set<Right> granted(KubernetesClient client) {
    var clusterWide =
        client.rbac().clusterRoleBindings().list().getItems().stream()
            .filter(binding -> isOperators(binding.getSubjects()))
            .map(binding -> client.rbac().clusterRoles().withName(binding.getRoleRef().getName()))
            .flatMap(role -> role.require().getRules().stream());
    var inNamespaces =
        client.rbac().roleBindings().inAnyNamespace().list().getItems().stream()
            .filter(binding -> isOperators(binding.getSubjects()))
            .flatMap(
                binding ->
                    rules(client, binding.getMetadata().getNamespace(), binding.getRoleRef()));
    return Stream.concat(clusterWide, inNamespaces)
        .flatMap(Right::of)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<PolicyRule> rules(
      KubernetesClient client, String namespace, RoleRef reference) {
    var role = client.rbac().roles().inNamespace(namespace).withName(reference.getName());
    return role.require().getRules().stream();
  }

  private static boolean isOperators(List<Subject> subjects) {
    return subjects.stream()
        .anyMatch(
            subject ->
                subject.getName().equals(OPERATOR)
                    && Installation.NAMESPACE.equals(subject.getNamespace()));
  }
}
