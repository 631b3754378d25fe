package io.scaledapp.operator.manifest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.crds.v1alpha1.Metric;
import io.scaledapp.crds.v1alpha1.MetricType;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import io.scaledapp.crds.v1alpha1.Scaling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestReaderTest {

  private static final ManifestReader READER = new ManifestReader();

  private static final String APP =
      """
      apiVersion: scaledapp.io/v1alpha1
      kind: ScaledApp
      metadata: {name: shop}
      spec:
        port: 3000
        template:
          spec:
            containers:
              - name: web
                command: [node, server.js]
      """;

  @Test
  void appIsReadWithTheDefaultsOfTheSchema() {
    var app = onlyApp(APP + "  scaling: {maxReplicas: 4}\n");

    assertThat(app.getMetadata().getName()).isEqualTo("shop");
    assertThat(app.getSpec().port()).isEqualTo(3000);
    assertThat(app.getSpec().scaling())
        .isEqualTo(
            new Scaling(
                1,
                4,
                List.of(new Metric(MetricType.CONCURRENCY, null)),
                "6s",
                "2s",
                200,
                "10m",
                95,
                "60s",
                null,
                null,
                null,
                null));
  }

  @Test
  void partThatIsAbsentStaysAbsent() {
    var spec = onlyApp(APP).getSpec();

    assertThat(spec.scaling()).isNull();
    assertThat(spec.routing()).isNull();
  }

  @Test
  void countIsAutomaticWhenNoneIsGiven() {
    var spec = onlyApp(APP).getSpec();

    assertThat(spec.replicas()).isEqualTo(ScaledAppSpec.AUTOMATIC_REPLICAS);
    assertThat(spec.fixedReplicas()).isNull();
  }

  @Test
  void countIsFixedAtANumberOfReplicas() {
    assertThat(onlyApp(APP + "  replicas: 10000\n").getSpec().fixedReplicas()).isEqualTo(10_000);
    assertThat(onlyApp(APP + "  replicas: 0\n").getSpec().fixedReplicas()).isZero();
  }

  @Test
  void namespaceIsDefaultAndANoticeSaysSo() {
    var manifest = read(APP.replace("name: shop", "name: shop, namespace: prod"));

    assertThat(manifest.apps().getFirst().getMetadata().getNamespace()).isEqualTo("default");
    assertThat(manifest.notices()).extracting(Problem::field).containsExactly("metadata.namespace");
  }

  @Test
  void whatIsNotUsedLocallyIsNoticedByName() {
    var manifest =
        read(APP + "          workingDir: /app\n          resources: {limits: {cpu: 1}}\n");

    assertThat(manifest.isValid()).isTrue();
    assertThat(manifest.notices())
        .extracting(Problem::toString)
        .containsExactly(
            "app.yaml:11: spec.template.spec.containers[0].workingDir: is not used locally:"
                + " replicas run in the folder of the file",
            "app.yaml:12: spec.template.spec.containers[0].resources: is not used locally: nothing"
                + " limits a replica but the machine");
  }

  @Test
  void portOfOnesOwnIsNoticed() {
    var manifest = read(APP + "          env: [{name: PORT, value: '3000'}, {name: A}]\n");

    assertThat(manifest.isValid()).isTrue();
    assertThat(manifest.notices())
        .extracting(Problem::toString)
        .containsExactly(
            "app.yaml:11: spec.template.spec.containers[0].env[0]: is not used locally: each"
                + " replica gets a PORT of its own");
  }

  @Test
  void probeOfAPortThatIsNotTheAppsIsRefused() {
    var probe = "          readinessProbe: {httpGet: {port: %s}}\n";

    assertThat(problems(APP + probe.formatted("9000")))
        .containsExactly(
            "app.yaml:11: spec.template.spec.containers[0].readinessProbe.httpGet.port: is the port"
                + " 9000, on which another program may listen locally: a replica has its PORT"
                + " alone, which stands for 3000; probe that one, or use exec");
    assertThat(problems(APP + probe.formatted("3000"))).isEmpty();
    assertThat(problems(APP + probe.formatted("9000, host: localhost"))).isEmpty();
    var named =
        APP + "          ports: [{name: a, containerPort: 3000}, {name: b, containerPort: 9000}]\n";
    assertThat(problems(named + probe.formatted("a"))).isEmpty();
    assertThat(problems(named + probe.formatted("b"))).hasSize(1);
    assertThat(problems(named + probe.formatted("c"))).hasSize(1);
  }

  @Test
  void hostThatIsNoneIsRefusedInWords() {
    assertThat(problems(APP + "  routing: {hosts: ['Shop.example:80']}\n"))
        .containsExactly(
            "app.yaml:11: spec.routing.hosts[0]: must be a DNS name in lower case, without port, is"
                + " \"Shop.example:80\"");
  }

  @Test
  void otherKindIsRefusedByItsName() {
    assertThat(problems(APP.replace("kind: ScaledApp", "kind: Deployment")))
        .containsExactly("app.yaml:2: kind: must be ScaledApp, is Deployment");
  }

  @Test
  void otherVersionIsRefusedByItsName() {
    assertThat(problems(APP.replace("v1alpha1", "v1")))
        .containsExactly(
            "app.yaml:1: apiVersion: must be scaledapp.io/v1alpha1, is scaledapp.io/v1");
  }

  @Test
  void documentThatIsNoObjectIsRefused() {
    assertThat(problems("- a\n- b\n"))
        .containsExactly("app.yaml:1: must be a ScaledApp, is no object");
  }

  @Test
  void emptyFileIsRefused() {
    assertThat(problems("# nothing\n---\n")).containsExactly("app.yaml: holds no ScaledApp");
  }

  @Test
  void fileThatIsNotThereIsNamed() {
    assertThat(READER.read(Path.of("no/such.yaml")).problems())
        .extracting(Problem::toString)
        .containsExactly("no/such.yaml: there is no such file");
  }

  @Test
  void folderIsRefused(@TempDir Path folder) {
    assertThat(READER.read(folder).problems())
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.toString()).startsWith(folder + ": cannot be read"));
  }

  @Test
  void textInAnotherEncodingIsRefused() {
    var manifest = READER.read("app.yaml", (APP + "# é\n").getBytes(ISO_8859_1));

    assertThat(manifest.problems())
        .extracting(Problem::toString)
        .containsExactly("app.yaml: is not text in UTF-8");
  }

  @Test
  void fileOfMoreThanAMebibyteIsRefused() {
    assertThat(problems(APP + "#".repeat(ManifestReader.MAX_BYTES)))
        .containsExactly("app.yaml: is larger than 1 MiB, the most that Kubernetes stores");
  }

  @Test
  void goodDocumentIsReadBesideABadOne() {
    var manifest = read(APP + "---\n" + APP.replace("name: shop", "name: Cart"));

    assertThat(manifest.apps()).hasSize(1);
    assertThat(manifest.problems()).extracting(Problem::line).containsExactly(14);
  }

  @Test
  void documentWithAKeyGivenTwiceIsNoApp() {
    assertThat(read(APP + "  replicas: 1\n  replicas: 2\n").apps()).isEmpty();
  }

  @Test
  void numberTooLargeForItsFieldIsRefusedByTheFieldsName() {
    var manifest = read(APP + "          ports: [{containerPort: 30000000000}]\n");

    assertThat(manifest.apps()).isEmpty();
    assertThat(manifest.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.field())
                  .isEqualTo("spec.template.spec.containers[0].ports[0].containerPort");
              assertThat(problem.line()).isEqualTo(11);
            });
  }

  @Test
  void appsOfTwoFilesThatClashAreTold(@TempDir Path folder) throws IOException {
    var shop = Files.writeString(folder.resolve("shop.yaml"), APP + "  routing: {hosts: [a.b]}\n");
    var cart =
        Files.writeString(
            folder.resolve("cart.yaml"),
            APP.replace("name: shop", "name: cart") + "  routing: {hosts: [c.d, a.b]}\n");

    assertThat(READER.read(List.of(shop, cart)).problems())
        .extracting(Problem::toString)
        .containsExactly(
            cart
                + ":11: spec.routing.hosts[1]: host a.b with path prefix / is taken by shop in "
                + shop
                + ":11; give one of them another host or path prefix");
  }

  @Test
  void sameHostWithOtherPathsIsNoClash() {
    var manifest =
        read(
            APP
                + "  routing: {hosts: [a.b]}\n---\n"
                + APP.replace("name: shop", "name: cart")
                + "  routing: {hosts: [a.b], pathPrefixes: [/cart]}\n");

    assertThat(manifest.problems()).isEmpty();
  }

  @Property(tries = 300)
  void anyTextIsReadOrRefused(@ForAll String text) {
    var manifest = read(text);

    assertThat(manifest.apps().isEmpty()).isNotEqualTo(manifest.problems().isEmpty());
  }

  private static ScaledApp onlyApp(String text) {
    var manifest = read(text);
    assertThat(manifest.problems()).isEmpty();
    assertThat(manifest.apps()).hasSize(1);
    return Objects.requireNonNull(manifest.apps().getFirst());
  }

  private static List<String> problems(String text) {
    return read(text).problems().stream().map(Problem::toString).toList();
  }

  private static Manifest read(String text) {
    return READER.read("app.yaml", text.getBytes(UTF_8));
  }

  @Test
  void appThatSpeaksTcpNeedsAPortOfThisMachineOnlyToRun() {
    var text =
        """
        apiVersion: scaledapp.io/v1alpha1
        kind: ScaledApp
        metadata: {name: mail}
        spec:
          port: 25
          endpoints: [{address: 10.0.0.7}]
          routing: {protocol: TCP}
        """;
    var checked = new ManifestReader().read("mail.yaml", text.getBytes(UTF_8));
    assertThat(checked.problems()).isEmpty();
    assertThat(ManifestReader.ofWhatRuns().read("mail.yaml", text.getBytes(UTF_8)).problems())
        .singleElement()
        .asString()
        .contains("spec.local.port: is required with protocol TCP");
  }

  @Test
  void targetIsGoodForAClusterAndRefusedWhereItIsToRun() {
    var text =
        """
        apiVersion: scaledapp.io/v1alpha1
        kind: ScaledApp
        metadata: {name: shop}
        spec:
          targetRef: {kind: Deployment, name: shop}
        """
            .getBytes(StandardCharsets.UTF_8);

    var checked = new ManifestReader().read("shop.yaml", text);
    assertThat(checked.problems()).isEmpty();
    assertThat(checked.notices())
        .extracting(Problem::toString)
        .containsExactly("shop.yaml:5: spec.targetRef: runs on a cluster only: `up` refuses it");
    assertThat(ManifestReader.ofWhatRuns().read("shop.yaml", text).problems())
        .extracting(Problem::toString)
        .containsExactly(
            "shop.yaml:5: spec.targetRef: needs a cluster, where there are workloads; name a"
                + " template to run it here");
  }
}
