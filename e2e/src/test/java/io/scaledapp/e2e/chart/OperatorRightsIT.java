package io.scaledapp.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(HelmCondition.class)
class OperatorRightsIT {

  private static final String EVERYWHERE = "watchNamespaces=null";
  private static final String LISTED = "watchNamespaces={shop,blog}";

  @ParameterizedTest
  @ValueSource(strings = {EVERYWHERE, LISTED})
  void secretsAreReadByNameInTheReleaseAlone(String namespaces) throws IOException {
    var objects = RenderedObjects.with("--set", namespaces);

    assertThat(rules(objects.ofKind("ClusterRole"))).noneMatch(rule -> has(rule, "secrets"));
    assertThat(rules(objects.ofKind("Role")))
        .filteredOn(rule -> has(rule, "secrets"))
        .singleElement()
        .satisfies(
            rule ->
                assertThat(texts(rule, "resourceNames")).containsExactly("scaledapp-control-tls"));
    assertThat(objects.one("Role", "scaledapp-operator").at("/metadata/namespace").asText())
        .isEqualTo("scaledapp");
  }

  @Test
  void certificatesFromElsewhereAreMountedAndLeaveNoRightOnSecrets() throws IOException {
    var objects = RenderedObjects.with("--set", "control.existingSecret=operators-tls");

    assertThat(rules(Stream.concat(objects.ofKind("ClusterRole"), objects.ofKind("Role"))))
        .isNotEmpty()
        .noneMatch(rule -> has(rule, "secrets") || has(rule, "configmaps"));
    assertThat(mountedKeys(objects, "scaledapp-operator")).containsExactly("tls.crt", "tls.key");
    assertThat(mountedKeys(objects, "scaledapp-balancer")).containsExactly("ca.crt");
  }

  @ParameterizedTest
  @ValueSource(strings = {EVERYWHERE, LISTED})
  void nothingIsGrantedByWildcard(String namespaces) throws IOException {
    var objects = RenderedObjects.with("--set", namespaces);

    assertThat(rules(Stream.concat(objects.ofKind("Role"), objects.ofKind("ClusterRole"))))
        .isNotEmpty()
        .noneMatch(rule -> rule.toString().contains("\"*\""));
  }

  @Test
  void listOfNamespacesLeavesTokenReviewAsTheOneClusterWideRight() throws IOException {
    var objects = RenderedObjects.with("--set", LISTED);

    var bindings = objects.ofKind("ClusterRoleBinding").toList();
    assertThat(bindings).hasSize(1);
    var role = objects.one("ClusterRole", bindings.getFirst().at("/roleRef/name").asText());
    assertThat(rules(Stream.of(role)))
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(texts(rule, "resources")).containsExactly("tokenreviews");
              assertThat(texts(rule, "verbs")).containsExactly("create");
            });
    assertThat(objects.ofKind("RoleBinding").map(b -> b.at("/metadata/namespace").asText()))
        .containsOnly("shop", "blog", "scaledapp");
  }

  @ParameterizedTest
  @ValueSource(strings = {EVERYWHERE, LISTED})
  void balancerHasNoRightAndNoTokenForTheApiServer(String namespaces) throws IOException {
    var objects = RenderedObjects.with("--set", namespaces);

    assertThat(Stream.concat(objects.ofKind("RoleBinding"), objects.ofKind("ClusterRoleBinding")))
        .isNotEmpty()
        .allSatisfy(
            binding ->
                assertThat(binding.path("subjects").findValuesAsText("name"))
                    .hasSize(1)
                    .isSubsetOf("scaledapp-operator", "scaledapp-release"));
    var pod = objects.one("Deployment", "scaledapp-balancer").at("/spec/template/spec");
    assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
    assertThat(pod.findValuesAsText("audience")).containsExactly("scaledapp-control");
  }

  private static List<String> mountedKeys(RenderedObjects objects, String deployment) {
    var volumes = objects.one("Deployment", deployment).at("/spec/template/spec/volumes");
    return volumes.findValues("secret").stream()
        .filter(secret -> secret.path("secretName").asText().equals("operators-tls"))
        .flatMap(secret -> secret.path("items").findValuesAsText("key").stream())
        .toList();
  }

  private static List<JsonNode> rules(Stream<JsonNode> roles) {
    return roles
        .flatMap(role -> StreamSupport.stream(role.path("rules").spliterator(), false))
        .toList();
  }

  private static boolean has(JsonNode rule, String resource) {
    return texts(rule, "resources").contains(resource);
  }

  private static List<String> texts(JsonNode rule, String field) {
    return StreamSupport.stream(rule.path(field).spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }
}
