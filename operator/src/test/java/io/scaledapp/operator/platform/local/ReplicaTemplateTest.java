package io.scaledapp.operator.platform.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.scaledapp.operator.app.Revision;
import io.scaledapp.operator.platform.local.probe.Check;
import io.scaledapp.operator.platform.local.process.Launch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ReplicaTemplateTest {
  private static final Path FOLDER = Path.of("/srv/shop");

  @Test
  void ownVariablesExpandInCommandArgsAndEnv() {
    var launch =
        launch(
            container ->
                container
                    .withCommand("node", "--title=$(SCALEDAPP_APP)-$(SCALEDAPP_INSTANCE)")
                    .withArgs("--port", "$(PORT)")
                    .addNewEnv()
                    .withName("URL")
                    .withValue("http://localhost:$(PORT)/")
                    .endEnv());

    assertThat(launch.command()).containsExactly("node", "--title=shop-3", "--port", "20001");
    assertThat(launch.environment())
        .containsEntry("URL", "http://localhost:20001/")
        .containsEntry("PORT", "20001")
        .containsEntry("SCALEDAPP_INSTANCE", "3")
        .containsEntry("SCALEDAPP_APP", "shop")
        .containsEntry("SCALEDAPP_REVISION", "1")
        .containsEntry("SCALEDAPP_REPLICA", "shop-x-1");
    assertThat(launch.folder()).isEqualTo(FOLDER);
  }

  @Test
  void envExpandsEarlierEntriesOnly() {
    var launch =
        launch(
            container ->
                env(env(env(container, "A", "1$(B)"), "B", "2$(A)"), "C", "$$(A) $(A) $(B)"));

    assertThat(launch.environment())
        .containsAllEntriesOf(Map.of("A", "1$(B)", "B", "21$(B)", "C", "$(A) 1$(B) 21$(B)"));
  }

  @Test
  void laterEntryOfTheSameNameWins() {
    var launch = launch(container -> env(env(container, "A", "1"), "A", "$(A)2"));

    assertThat(launch.environment()).containsEntry("A", "12");
  }

  @Test
  void portOfTheTemplateDoesNotReplaceTheReplicasOwn() {
    assertThat(launch(container -> env(container, "PORT", "3000")).environment())
        .containsEntry("PORT", "20001");
  }

  @Test
  void variablesOfTheLauncherDoNotExpand() {
    assertThat(launch(container -> env(container, "A", "$(PATH)")).environment())
        .containsEntry("A", "$(PATH)");
  }

  @Test
  void fieldsThatALocalProcessHasResolve() {
    var launch =
        launch(
            container ->
                field(
                    field(field(container, "POD", "metadata.name"), "NS", "metadata.namespace"),
                    "HOST",
                    "status.podIP"));

    assertThat(launch.environment())
        .containsAllEntriesOf(Map.of("POD", "shop-x-1", "NS", "default", "HOST", "127.0.0.1"));
  }

  @Test
  void fieldThatALocalProcessLacksIsRefusedByName() {
    assertThatThrownBy(() -> read(container -> field(container, "NODE", "spec.nodeName")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "spec.template.spec.containers[0].env[NODE].valueFrom: cannot be resolved without a"
                + " cluster; set value");
  }

  @Test
  void missingCommandIsRefused() {
    assertThatThrownBy(() -> read(container -> container.withCommand()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("containers[0].command: is missing");
  }

  @Test
  void probesHaveKubernetesDefaults() {
    var template =
        read(
            container ->
                container
                    .withNewReadinessProbe()
                    .withNewTcpSocket()
                    .withPort(new IntOrString(TestRevision.PORT))
                    .endTcpSocket()
                    .endReadinessProbe());

    var probe = template.probes().readiness().orElseThrow();
    assertThat(probe.initialDelay()).isZero();
    assertThat(probe.period()).hasSeconds(10);
    assertThat(probe.timeout()).hasSeconds(1);
    assertThat(probe.successThreshold()).isEqualTo(1);
    assertThat(probe.failureThreshold()).isEqualTo(3);
    assertThat(template.probes().liveness()).isEmpty();
    assertThat(template.grace()).hasSeconds(3);
  }

  @Test
  void probeOfTheAppsPortGoesToTheReplicasPort() {
    assertThat(httpPort(new IntOrString("http"))).isEmpty();
    assertThat(httpPort(new IntOrString(TestRevision.PORT))).isEmpty();
    assertThat(httpPort(new IntOrString(9000))).hasValue(9000);
  }

  @Test
  void probeOfAnUnknownPortNameIsRefused() {
    assertThatThrownBy(() -> httpPort(new IntOrString("web")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "spec.template.spec.containers[0].livenessProbe.httpGet.port: there is no port web; the"
                + " container's named ports are [http]");
  }

  @Test
  void httpProbeKeepsSchemeHeadersAndPath() {
    var template =
        read(
            container ->
                container
                    .withNewLivenessProbe()
                    .withNewHttpGet()
                    .withScheme("HTTPS")
                    .withPath("up?deep=1")
                    .withPort(new IntOrString("http"))
                    .addNewHttpHeader("Host", "shop.example")
                    .endHttpGet()
                    .endLivenessProbe());

    assertThat(template.probes().liveness().orElseThrow().check())
        .isEqualTo(
            new Check.Http(
                true,
                Optional.empty(),
                OptionalInt.empty(),
                "/up?deep=1",
                Map.of("Host", "shop.example")));
  }

  @Test
  void hooksAreRead() {
    assertThat(
            read(container ->
                    container
                        .withNewLifecycle()
                        .withNewPreStop()
                        .withNewSleep(5L)
                        .endPreStop()
                        .endLifecycle())
                .preStop())
        .contains(new PreStop.Sleep(Duration.ofSeconds(5)));
    assertThat(
            read(container ->
                    container
                        .withNewLifecycle()
                        .withNewPreStop()
                        .withNewExec()
                        .withCommand("sh", "-c", "true")
                        .endExec()
                        .endPreStop()
                        .endLifecycle())
                .preStop())
        .contains(new PreStop.Call(new Check.Exec(List.of("sh", "-c", "true"))));
  }

  private static OptionalInt httpPort(IntOrString port) {
    var template =
        read(
            container ->
                container
                    .withNewLivenessProbe()
                    .withNewHttpGet()
                    .withPort(port)
                    .endHttpGet()
                    .endLivenessProbe());
    return ((Check.Http) template.probes().liveness().orElseThrow().check()).port();
  }

  private static ContainerBuilder env(ContainerBuilder container, String name, String value) {
    return container.addNewEnv().withName(name).withValue(value).endEnv();
  }

  private static ContainerBuilder field(ContainerBuilder container, String name, String path) {
    return container
        .addNewEnv()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef()
        .withFieldPath(path)
        .endFieldRef()
        .endValueFrom()
        .endEnv();
  }

  private static Launch launch(UnaryOperator<ContainerBuilder> more) {
    return read(more).launch("shop-x-1", 3, 20_001);
  }

  private static ReplicaTemplate read(UnaryOperator<ContainerBuilder> more) {
    Revision revision = TestRevision.of(FOLDER, List.of("node"), more, null);
    return TemplateReader.read(revision);
  }
}
