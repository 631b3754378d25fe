package io.scaledapp.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.SAXException;

/** The command as users write it. */
class SimulateCommandTest {

  private static final String[] KEYS = {
    "aU",
    "aO",
    "tU",
    "tO",
    "k",
    "kPrime",
    "replicaSeconds",
    "waitedOver1s",
    "p99WaitMs",
    "refused",
    "connectionsCutPerScaleDown",
    "scaleActions"
  };

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  Path folder;

  private String trace = "";

  @BeforeEach
  void writeTrace() throws IOException {
    var lines = new ArrayList<String>();
    for (var second = 0; second < 900; second++) {
      lines.add(second % 300 < 150 ? "40" : "400");
    }
    trace = Files.write(folder.resolve("trace"), lines).toString();
  }

  private int run(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(new BufferedWriter(out)))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private JsonNode json(String policy) throws IOException {
    out.getBuffer().setLength(0);
    assertThat(run("simulate", "--trace", trace, "--policy", policy, "-o", "json"))
        .as(err.toString())
        .isZero();
    return new ObjectMapper().readTree(out.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"scaledapp", "kpa", "hpa", "keda-http", "oracle"})
  void everyPolicyHasEveryFigure(String policy) throws IOException {
    var score = json(policy);

    assertThat(score.fieldNames()).toIterable().containsExactly(KEYS);
    assertThat(score.get("replicaSeconds").asLong()).isGreaterThan(900);
  }

  @Test
  void sameSeedGivesTheSameAndAnotherSeedAnother() throws IOException {
    var options = List.of("simulate", "--trace", trace, "--factor", "3", "-o", "json", "--seed");
    List<String> results = new ArrayList<>();
    for (var seed : List.of("5", "5", "6")) {
      out.getBuffer().setLength(0);
      var all = new ArrayList<>(options);
      all.add(seed);
      run(all.toArray(String[]::new));
      results.add(out.toString());
    }

    assertThat(results.get(0)).isEqualTo(results.get(1)).isNotEqualTo(results.get(2));
  }

  @Test
  void oracleIsTheBound() throws IOException {
    var oracle = json("oracle");

    for (var policy : List.of("scaledapp", "kpa", "hpa", "keda-http")) {
      var score = json(policy);
      assertThat(score.get("aU").asDouble())
          .as(policy)
          .isGreaterThanOrEqualTo(oracle.get("aU").asDouble());
    }
  }

  @Test
  void severalPoliciesStandSideBySide() {
    assertThat(run("simulate", "--trace", trace, "--policy", "scaledapp,kpa")).isZero();

    assertThat(out.toString().lines().findFirst().orElseThrow())
        .matches("FIGURE +SCALEDAPP +KPA +MEANING");
    assertThat(out.toString().lines()).hasSize(1 + KEYS.length);
  }

  @Test
  void fileMayBeForAClusterAlone() throws IOException {
    var file =
        Files.writeString(
            folder.resolve("app.yaml"),
            """
            apiVersion: scaledapp.io/v1alpha1
            kind: ScaledApp
            metadata: {name: one, namespace: shop}
            spec:
              port: 3000
              template:
                spec:
                  initContainers: [{name: prepare, image: app}]
                  containers: [{name: app, image: app}]
              scaling: {minReplicas: 7, maxReplicas: 7}
            """);

    assertThat(run("simulate", "--trace", trace, "-f", file.toString(), "-o", "json"))
        .as(err.toString())
        .isZero();

    assertThat(new ObjectMapper().readTree(out.toString()).get("scaleActions").asInt()).isZero();
  }

  @Test
  void policyOfAFileIsThatOfItsApp() throws IOException {
    var file =
        Files.writeString(
            folder.resolve("app.yaml"),
            """
            apiVersion: scaledapp.io/v1alpha1
            kind: ScaledApp
            metadata: {name: one}
            spec:
              port: 3000
              template: {spec: {containers: [{name: app, image: app, command: [node]}]}}
              scaling: {minReplicas: 7, maxReplicas: 7}
            """);

    assertThat(run("simulate", "--trace", trace, "-f", file.toString(), "-o", "json"))
        .as(err.toString())
        .isZero();

    var score = new ObjectMapper().readTree(out.toString());
    assertThat(score.get("replicaSeconds").asLong()).isEqualTo(900 * 7);
    assertThat(score.get("scaleActions").asLong()).isZero();
  }

  @Test
  void accessLogIsATrace() throws IOException {
    var line = "192.0.2.1 - - [10/Oct/2000:13:55:%02d -0700] \"GET / HTTP/1.1\" 200 5%n";
    var log = new StringBuilder();
    for (var request = 0; request < 600; request++) {
      log.append(line.formatted(request / 10));
    }
    var file = Files.writeString(folder.resolve("access.log"), log);

    assertThat(run("simulate", "--access-log", file.toString(), "-o", "json")).isZero();

    assertThat(new ObjectMapper().readTree(out.toString()).get("replicaSeconds").asLong())
        .isEqualTo(60);
  }

  @Test
  void seriesHasARowForEachSecond() throws IOException {
    var series = folder.resolve("series.csv");

    assertThat(run("simulate", "--trace", trace, "--series", series.toString())).isZero();

    var rows = Files.readAllLines(series);
    assertThat(rows).hasSize(901);
    assertThat(rows.getFirst()).isEqualTo("second,requests,demand,ready,waiting");
    assertThat(rows.get(1)).startsWith("0,40,").contains(",1,");
    assertThat(rows.get(151)).startsWith("150,400,");
    assertThat(rows.subList(1, 901))
        .allMatch(row -> row.matches("\\d+,\\d+,\\d+\\.\\d{3},\\d+,\\d+"));
  }

  @Test
  void plotIsAnSvgImage() throws IOException, ParserConfigurationException, SAXException {
    var plot = folder.resolve("plot.svg");

    assertThat(run("simulate", "--trace", trace, "--plot", plot.toString())).isZero();

    var image = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(plot.toFile());
    assertThat(image.getDocumentElement().getTagName()).isEqualTo("svg");
    assertThat(image.getElementsByTagName("title").getLength()).isEqualTo(3);
    assertThat(Files.readString(plot)).doesNotContain("NaN").contains("ready replicas");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--target 0 | --target 0 is not 1 or more requests at once",
        "--startup soon | 'soon' is no duration such as 30s or 500ms",
        "--service-time 0ms | a service time of 0 ms is not from 1 ms to 10 min",
        "--policy magic | magic",
        "--policy kpa,hpa --plot x.svg | --plot is a file of one policy: name one",
        "--policy kpa,hpa --series x.csv | --series is a file of one policy: name one",
        "--access-log other | mutually exclusive",
      })
  void wrongOptionIsNamed(String options, String message) {
    var arguments = new ArrayList<>(List.of("simulate", "--trace", trace));
    arguments.addAll(List.of(options.split(" ")));

    assertThat(run(arguments.toArray(String[]::new))).isEqualTo(2);
    assertThat(err.toString()).contains(message);
  }

  @Test
  void factorBelowOneAndAMissingFileAreTold() {
    assertThat(run("simulate", "--trace", trace, "--factor", "0")).isEqualTo(1);
    assertThat(err.toString()).contains("factor 0 is not 1 or more");
    assertThat(run("simulate", "--trace", folder + "/none")).isEqualTo(1);
    assertThat(err.toString()).contains("none: there is no such file");
  }

  @Test
  void whatCannotBeReadOrWrittenIsTold() throws IOException {
    var torn = Files.write(folder.resolve("torn.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0});

    for (var file : List.of(folder.toString(), torn.toString())) {
      assertThat(run("simulate", "--trace", file)).isEqualTo(1);
      assertThat(err.toString()).contains(file + ": cannot be read: ").doesNotContain("\tat ");
    }
    assertThat(run("simulate", "--trace", trace, "--plot", folder + "/none/x.svg")).isEqualTo(1);
    assertThat(err.toString()).contains("x.svg: cannot be written: ").doesNotContain("\tat ");
  }

  @Test
  void withoutRequestsItIsWrongUse() {
    assertThat(run("simulate")).isEqualTo(2);
  }
}
