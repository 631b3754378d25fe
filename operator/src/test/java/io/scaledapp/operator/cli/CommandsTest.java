package io.scaledapp.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.admin.AdminServer;
import io.scaledapp.operator.admin.AdminSources;
import io.scaledapp.operator.admin.FakeApps;
import io.scaledapp.operator.admin.FakeLogs;
import io.scaledapp.operator.admin.Samples;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole commands against a real admin server over fake apps. */
@Timeout(30)
class CommandsTest {

  private static final String MANIFEST =
      """
      apiVersion: scaledapp.io/v1alpha1
      kind: ScaledApp
      metadata: {name: one}
      spec: {endpoints: [{address: 127.0.0.1, port: 1}]}
      """;

  private final FakeApps apps = new FakeApps();
  private final FakeLogs logs = new FakeLogs();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> applied = new ArrayList<>();
  private AdminServer server;
  private String admin;

  @BeforeEach
  void start() throws IOException {
    var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = AdminServer.bind(anyPort, StateFolder.ofUser());
    admin = "--admin=localhost:" + server.address().getPort();
    server.start(new AdminSources(apps, this::read, logs, () -> "", () -> true));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void statusPrintsATable() {
    apps.apply(Samples.ready("one"));
    apps.apply(Samples.app("two"));
    assertThat(run("status", admin)).isZero();
    assertThat(out.toString().lines().toList())
        .hasSize(3)
        .first()
        .asString()
        .matches("NAME  READY  DESIRED  CONCURRENCY  CONNECTIONS  URL +AGE +REASON");
    assertThat(out.toString()).contains("one   2/3    5").contains("two   0/0    -");
  }

  @Test
  void watchEndsWhenItsReaderHasGone() {
    var closed = new PipedWriterWithoutReader();
    var commandLine = Main.commandLine().setOut(new PrintWriter(closed));
    assertThat(commandLine.execute("status", "-w", admin)).isZero();
  }

  /** As standard output is once {@code head} has read enough. */
  private static final class PipedWriterWithoutReader extends Writer {
    @Override
    public void write(char[] text, int offset, int length) throws IOException {
      throw new IOException("Broken pipe");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void statusOfOneAppShowsItsReplicas() {
    apps.apply(Samples.ready("one"));
    apps.replicas(Samples.replicas());
    assertThat(run("status", "one", admin)).isZero();
    assertThat(out.toString())
        .endsWith(
            """

            REPLICA  STATE     PORT   REVISION  RESTARTS  IN-FLIGHT  MESSAGE
            one-0    Draining  20001  1         2         7          -
            one-1    Starting  -      2         0         0          readiness probe fails: refused
            """);
  }

  @Test
  void statusOfOneAppPrintsAListWithItAlone() throws JsonProcessingException {
    apps.apply(Samples.ready("one"));
    apps.apply(Samples.app("two"));
    assertThat(run("status", "two", "-o", "json", admin)).isZero();
    var list = new ObjectMapper().readTree(out.toString());
    assertThat(list.path("kind").asText()).isEqualTo("List");
    assertThat(list.path("apiVersion").asText()).isEqualTo("v1");
    assertThat(list.path("items")).hasSize(1);
    assertThat(list.at("/items/0/metadata/name").asText()).isEqualTo("two");
    assertThat(list.at("/items/0/kind").asText()).isEqualTo("ScaledApp");
  }

  @Test
  void statusOfAnUnknownAppFailsInOneLine() {
    assertThat(run("status", "../two", admin)).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("scaledapp: no app named ../two\n");
  }

  @Test
  void watchRepeatsUntilItIsInterrupted() throws InterruptedException {
    apps.apply(Samples.ready("one"));
    var watching = Thread.ofVirtual().start(() -> run("status", "-w", admin));
    while (out.toString().lines().filter(line -> line.startsWith("NAME")).count() < 2) {
      Thread.sleep(20);
    }
    watching.interrupt();
    watching.join();
    assertThat(out.toString()).doesNotContain("\u001b");
  }

  @Test
  void appliedFilesAreCheckedHereAndSentWithTheirFolder(@TempDir Path folder) throws IOException {
    var good = Files.writeString(folder.resolve("good.yaml"), MANIFEST);
    var bad = Files.writeString(folder.resolve("bad.yaml"), MANIFEST.replace("port", "prt"));
    assertThat(run("apply", "-f", bad.toString(), admin)).isEqualTo(1);
    assertThat(err.toString()).startsWith(bad + ":4: spec.endpoints[0]");
    assertThat(apps.calls()).isEmpty();
    assertThat(run("apply", "-f", good.toString(), admin)).isZero();
    assertThat(apps.calls()).containsExactly("apply one");
    assertThat(applied).singleElement().asString().contains("\"" + folder + "\"");
    assertThat(out.toString()).isEqualTo("one: applied\n");
  }

  @Test
  void validateTellsProblemsAndRunsNothing(@TempDir Path folder) throws IOException {
    var good = Files.writeString(folder.resolve("good.yaml"), MANIFEST);
    assertThat(run("validate", "-f", good.toString())).isZero();
    assertThat(out.toString()).isEqualTo(good + ": one is valid\n");
    assertThat(run("validate", "-f", good.toString(), folder + "/none.yaml")).isEqualTo(1);
    assertThat(out.toString()).contains(folder + "/none.yaml: there is no such file");
  }

  @Test
  void validateForAClusterAcceptsWhatOnlyPodsHaveAndNoMore(@TempDir Path folder)
      throws IOException {
    var image =
        """
        apiVersion: scaledapp.io/v1alpha1
        kind: ScaledApp
        metadata: {name: one}
        spec: {port: 80, template: {spec: {containers: [{name: app, image: app}]}}}
        """;
    var file = Files.writeString(folder.resolve("pods.yaml"), image);
    assertThat(run("validate", "-f", file.toString())).isEqualTo(1);
    assertThat(run("validate", "--cluster", "-f", file.toString())).isZero();

    Files.writeString(file, image.replace("port: 80", "port: 0"));
    assertThat(run("validate", "--cluster", "-f", file.toString())).isEqualTo(1);
  }

  @Test
  void scaleSetsACountAndGivesItBack() {
    apps.apply(Samples.app("one"));
    assertThat(run("scale", "one", "--replicas", "3", admin)).isZero();
    assertThat(run("scale", "one", "--replicas=auto", admin)).isZero();
    assertThat(run("scale", "one", "--replicas=2147483647", admin)).isZero();
    assertThat(apps.calls())
        .containsExactly("apply one", "scale one 3", "scale one null", "scale one null");
    assertThat(out.toString()).contains("fixed at 3").contains("automatic");
  }

  @Test
  void reloadAndDeleteSayWhenTheyAreDone() {
    apps.apply(Samples.app("one"));
    assertThat(run("reload", "one", admin)).isZero();
    assertThat(run("delete", "one", admin)).isZero();
    assertThat(apps.calls()).containsExactly("apply one", "reload one", "delete one");
    assertThat(out.toString()).isEqualTo("one: reloaded\none: deleted\n");
  }

  @Test
  void rollbackSaysWhatIsDone() {
    apps.apply(Samples.app("one"));
    assertThat(run("rollback", "one", admin)).isZero();
    assertThat(run("rollback", "one", "--to", "2", admin)).isZero();
    assertThat(apps.calls()).containsExactly("apply one", "rollback one null", "rollback one 2");
    assertThat(out.toString()).isEqualTo("one: rolled back\none: rolled back\n");
  }

  @Test
  void historyPrintsATableOrAll() {
    apps.apply(Samples.app("one"));
    apps.history(Samples.history());
    assertThat(run("history", "one", admin)).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "REVISION  SERVES  ENDED                 CAUSE            OUTCOME     MESSAGE",
            "1         yes     2026-01-01T00:00:00Z  Started          Completed   -",
            "2         -       2026-01-01T00:01:00Z  TemplateChanged  RolledBack  was worse");
    assertThat(run("history", "one", "-o", "json", admin)).isZero();
    assertThat(out.toString()).contains("\"image\" : \"v2\"");
  }

  @Test
  void failedOperationIsOneLineAndExitCodeOne() {
    apps.apply(Samples.app("one"));
    apps.failWith("replica one-0 crashed");
    assertThat(run("reload", "one", admin)).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("scaledapp: one: replica one-0 crashed\n");
  }

  @Test
  void logsPrintsLinesAndNoBlankOnes() {
    logs.lines.add("one-0 | hello");
    logs.lines.add("");
    logs.lines.add("one-1 | world");
    assertThat(run("logs", admin)).isZero();
    assertThat(out.toString()).isEqualTo("one-0 | hello\none-1 | world\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "logs",
        "scale one --replicas 1",
        "reload one",
        "history one",
        "delete one"
      })
  void withoutARunningProgramEachSaysHowToStartOne(String command) throws IOException {
    server.close();
    assertThat(run((command + " " + admin).split(" "))).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("scaledapp: no scaledapp up answers at 127.0.0.1:")
        .contains("./scaledapp up -f FILE")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "start",
        "status one two",
        "status -o yaml",
        "status --admin 9090",
        "status --admin localhost:99999",
        "status --admin ::1:9090",
        "status --admin 192.0.2.1:9090",
        "logs --since 1h",
        "scale one",
        "scale --replicas 1",
        "scale one --replicas -1",
        "scale one --replicas 1.5",
        "scale one --replicas many",
        "reload",
        "history",
        "rollback one --to 0",
        "rollback one --to x",
        "delete",
        "up",
        "up -f",
        "up -f x --listen 8080",
        "up -f x --admin 192.0.2.1:9090",
        "apply",
        "validate",
      })
  void wrongUseIsExitCodeTwo(String command) {
    assertThat(run(command.isEmpty() ? new String[0] : command.split(" "))).isEqualTo(2);
    assertThat(err.toString()).startsWith("scaledapp: ").contains("--help");
    assertThat(apps.calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "up --listne 1, unknown option --listne; did you mean --listen?",
    "up -f x --listne 1, unknown option --listne; did you mean --listen?",
    "scale --replcas 1, unknown option --replcas; did you mean --replicas?",
    "statsu, unknown command statsu; did you mean status?",
    "reload one two, unknown argument two",
  })
  void unknownWordIsToldBeforeAMissingOne(String command, String message) {
    assertThat(run(command.split(" "))).isEqualTo(2);
    assertThat(err.toString()).startsWith("scaledapp: " + message + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "up", "status", "logs", "scale", "reload", "delete", "apply"})
  void everyCommandExplainsItself(String command) {
    assertThat(run((command + " --help").strip().split(" "))).isZero();
    assertThat(out.toString()).startsWith("Usage: scaledapp");
  }

  private ScaledApp read(String body) {
    applied.add(body);
    return Samples.app("one");
  }

  @ParameterizedTest
  @CsvSource({
    "'', one of these",
    "--control-secret=tls --control-ca=ca, --control-host",
    "--control-certificate=tls.crt, --control-key",
    "--control-secret=a --control-ca=b --control-host=c --control-certificate=d --control-key=e, mutually exclusive",
  })
  void operatorTakesItsCertificateFromOnePlace(String options, String complaint) {
    var arguments = new ArrayList<>(List.of("operator", "--namespace=system", "--pod=operator-0"));
    arguments.addAll(List.of("--lease=operator", "--balancer-service-account=balancer"));
    arguments.addAll(List.of("--balancer-selector=app=balancer"));
    arguments.addAll(List.of(options.split(" ")).stream().filter(o -> !o.isEmpty()).toList());
    assertThat(run(arguments.toArray(String[]::new))).isEqualTo(2);
    assertThat(err.toString()).contains(complaint);
  }

  private int run(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
