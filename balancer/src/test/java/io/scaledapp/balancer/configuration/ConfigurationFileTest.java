package io.scaledapp.balancer.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.scaledapp.balancer.BalancerOptions;
import io.scaledapp.balancer.accesslog.AccessLogOptions;
import io.scaledapp.balancer.http1.HeadLimits;
import io.scaledapp.balancer.tls.ReplicaTlsOptions;
import io.scaledapp.balancer.trace.TracingOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFileTest {
  private final Path path;

  ConfigurationFileTest(@TempDir Path folder) {
    path = folder.resolve("balancer.yaml");
  }

  private BalancerOptions read(String text) throws IOException {
    return read(text, Map.of());
  }

  private BalancerOptions read(String text, Map<String, String> flags) throws IOException {
    Files.writeString(path, text);
    return new ConfigurationFile(path, BalancerOptions.DEFAULT, flags).read();
  }

  /** What is wrong, without the file's name, which each line begins with. */
  private List<String> problems(String text) {
    return problems(text, Map.of());
  }

  private List<String> problems(String text, Map<String, String> flags) {
    var failure = catchThrowableOfType(ConfigurationException.class, () -> read(text, flags));
    var lines = String.valueOf(failure.getMessage()).lines().toList();
    assertThat(lines).allMatch(line -> line.startsWith(path.toString()));
    return lines.stream().map(line -> line.substring(path.toString().length())).toList();
  }

  @Test
  void profilesOfTlsToReplicasHaveANameEach() throws IOException {
    var options =
        read(
            """
            replicaTls:
            - {name: public}
            - {name: internal, authorities: ca.crt, certificate: /etc/tls/balancer}
            """);
    var folder = path.resolveSibling("ca.crt");
    assertThat(options.replicaTls())
        .containsExactly(
            new ReplicaTlsOptions("public", Optional.empty(), Optional.empty()),
            new ReplicaTlsOptions(
                "internal", Optional.of(folder), Optional.of(Path.of("/etc/tls/balancer"))));
    assertThat(
            problems(
                "replicaTls: [{name: a}, {name: a}, {name: system}, {authorities: b}, {name: A b}]"))
        .hasSize(4)
        .anyMatch(line -> line.contains("replicaTls[4].name: must be at most 63"))
        .anyMatch(
            line ->
                line.endsWith("replicaTls[1].name: a is that of replicaTls[0] too; use another"))
        .anyMatch(line -> line.contains("replicaTls[2].name: system is that of the one"))
        .anyMatch(line -> line.endsWith("replicaTls[3].name: is required"));
  }

  @Test
  void listenerMayBeOneAppsAlone() throws IOException {
    var options = read("listeners: [{name: mail, port: 2525, app: default/mail}]");
    assertThat(options.listeners().getFirst().app()).contains("default/mail");
    for (var wrong :
        List.of("mail", "default/", "Default/mail", "default/mail/x", "default/1mail")) {
      assertThat(problems("listeners: [{name: mail, port: 2525, app: %s}]".formatted(wrong)))
          .singleElement()
          .asString()
          .contains("listeners[0].app: must be a namespace and a name", "'" + wrong + "'");
    }
  }

  @Test
  void everyFieldIsTaken() throws IOException {
    var options =
        read(
            """
            listeners:
            - name: http
              port: 8080
            - name: https
              address: 127.0.0.1
              port: 8443
              tls:
                certificates: [certificates/shop, /etc/tls/other]
                clientCertificates: {authorities: ca.crt, mode: Optional}
                handshakeTimeout: 5s
                maxHandshakes: 50
              proxyProtocol: {trusted: [10.0.0.0/8], timeout: 500ms}
            limits: {maxConnections: 5, startLineBytes: 1000, headBytes: 2000, headerFields: 10}
            timeouts: {head: 1m30s, idle: 1h}
            trustedProxies: [192.0.2.1, "2001:db8::/32"]
            tracing:
              endpoint: https://collector:4318
              sampleRatio: 1
              clientSampledPerSecond: 0
              headersFile: collector/headers
              authorities: /etc/ca.crt
              resource: {deployment.environment.name: test}
            accessLog: {format: Combined, file: logs/access.log, query: true}
            """);
    assertThat(options.tracing())
        .contains(
            new TracingOptions(
                URI.create("https://collector:4318"),
                1,
                0,
                Optional.of(path.resolveSibling("collector/headers")),
                Optional.of(Path.of("/etc/ca.crt")),
                Map.of("deployment.environment.name", "test")));
    assertThat(options.accessLog())
        .contains(
            new AccessLogOptions(
                AccessLogOptions.Format.COMBINED,
                Optional.of(path.resolveSibling("logs/access.log")),
                true));
    assertThat(options.maxConnections()).isEqualTo(5);
    assertThat(options.headLimits()).isEqualTo(new HeadLimits(1000, 2000, 10));
    assertThat(options.headTimeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(options.idleTimeout()).isEqualTo(Duration.ofHours(1));
    assertThat(options.trustedProxies()).containsExactly("192.0.2.1", "2001:db8::/32");
    assertThat(options.listeners()).hasSize(2);
    assertThat(options.listeners().getFirst().host()).isEqualTo("0.0.0.0");
    var https = options.listeners().getLast();
    assertThat(https.host() + ":" + https.port()).isEqualTo("127.0.0.1:8443");
    var tls = https.tls().orElseThrow();
    assertThat(tls.certificates())
        .containsExactly(path.resolveSibling("certificates/shop"), Path.of("/etc/tls/other"));
    assertThat(tls.handshakeTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(tls.maxHandshakes()).isEqualTo(50);
    var clients = tls.clientCertificates().orElseThrow();
    assertThat(clients.authorities()).isEqualTo(path.resolveSibling("ca.crt"));
    assertThat(clients.required()).isFalse();
    var proxies = https.proxyProtocol().orElseThrow();
    assertThat(proxies.trusted()).containsExactly("10.0.0.0/8");
    assertThat(proxies.timeout()).isEqualTo(Duration.ofMillis(500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "{}", "---\n", "limits:\n"})
  void whatIsLeftOutStaysAsItWas(String text) throws IOException {
    assertThat(read(text)).isEqualTo(BalancerOptions.DEFAULT);
  }

  @Test
  void accessLogIsJsonOnTheStandardOutputUnlessItSaysOtherwise() throws IOException {
    assertThat(read("accessLog: {}").accessLog())
        .contains(new AccessLogOptions(AccessLogOptions.Format.JSON, Optional.empty(), false));
    assertThat(problems("accessLog: {format: XML}"))
        .containsExactly(":1: accessLog.format: must be one of Combined, JSON");
    assertThat(problems("accessLog: {query: perhaps}").getFirst())
        .startsWith(":1: accessLog.query: ");
  }

  @Test
  void everyProblemIsToldWithFileLineFieldAndReason() {
    assertThat(
            problems(
                """
                listeners:
                - name: http
                  port: 8080
                - name: http
                  port: 8080
                - port: 70000
                  tls: {}
                  proxyProtocol:
                    trusted: [10.0.0.0/33]
                limits:
                  maxConnections: 0
                  headBytes: 2000
                  startLineBytes: 3000
                trustedProxies: [example.com]
                """))
        .containsExactlyInAnyOrder(
            ":4: listeners[1].name: http is that of listeners[0] too; use another",
            ":5: listeners[1].port: 8080 is that of listeners[0] too; use another",
            ":6: listeners[2].name: is required",
            ":6: listeners[2].port: must be 1 to 65535, but is 70000",
            ":7: listeners[2].tls.certificates: is required",
            ":9: listeners[2].proxyProtocol.trusted[0]: trusted proxy \"10.0.0.0/33\" is not valid:"
                + " its prefix length is not a number from 0 to 32",
            ":11: limits.maxConnections: must be 1 to 1000000, but is 0",
            ":12: limits.headBytes: must be at least startLineBytes, which is 3000",
            ":14: trustedProxies[0]: trusted proxy \"example.com\" is not valid: it is not an IP"
                + " address or a range such as 10.0.0.0/8");
  }

  @Test
  void tracingWithoutAUsableCollectorIsRefused() {
    assertThat(problems("tracing: {sampleRatio: 1.5}\n"))
        .containsExactlyInAnyOrder(
            ":1: tracing.endpoint: is required",
            ":1: tracing.sampleRatio: must be 0 to 1, but is 1.5");
    for (var endpoint :
        List.of(
            "collector:4318", "ftp://a", "http://", "http://u:p@a", "http://a?b", "http://a b")) {
      assertThat(problems("tracing: {endpoint: '" + endpoint + "'}\n"))
          .anyMatch(line -> line.contains("tracing.endpoint: must be a URL such as"));
    }
    assertThat(problems("tracing: {endpoint: 'http://a', resource: [a]}\n"))
        .containsExactly(":1: tracing.resource: must be fields with values");
    assertThat(problems("tracing: {endpoint: 'http://a', sampleRatio: much}\n"))
        .containsExactly(":1: tracing.sampleRatio: must be a number");
  }

  @Test
  void tracingHasDefaults() throws IOException {
    assertThat(read("tracing: {endpoint: 'http://collector:4318'}\n").tracing())
        .contains(TracingOptions.to(URI.create("http://collector:4318")));
  }

  @Test
  void unknownFieldIsToldWithThoseThatThereAre() {
    assertThat(problems("timeouts:\n  heads: 3s\n"))
        .containsExactly(":2: timeouts.heads: is unknown; known are head, idle");
  }

  @Test
  void valueOfAnotherKindIsTold() {
    assertThat(problems("limits: {maxConnections: many}\n"))
        .containsExactly(":1: limits.maxConnections: must be a whole number");
    assertThat(problems("limits: {maxConnections: \"5\"}\n"))
        .containsExactly(":1: limits.maxConnections: must be a whole number");
    assertThat(problems("listeners: 8080\n")).containsExactly(":1: listeners: must be a list");
    assertThat(problems("limits: 5\n")).containsExactly(":1: limits: must be fields with values");
    assertThat(problems("timeouts: {head: 5}\n"))
        .containsExactly(
            ":1: timeouts.head: must be a duration such as 30s or 500ms, of at most 24h");
    assertThat(
            problems(
                "listeners:\n- name: a\n  port: 1\n  tls:\n    certificates: [a]\n"
                    + "    clientCertificates: {authorities: a, mode: Sometimes}\n"))
        .containsExactly(
            ":6: listeners[0].tls.clientCertificates.mode: must be one of Optional, Required");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "25h", "-1s", "1.5s", "s", "999999999h", "5 s", "infinite"})
  void durationThatIsNoneOrNotFiniteIsRefused(String text) {
    assertThat(problems("timeouts: {head: \"" + text + "\"}"))
        .singleElement()
        .asString()
        .contains("must be a duration");
  }

  @Test
  void textThatIsNoYamlIsRefusedWithItsLine() {
    assertThat(problems("limits:\n  - a\n b: [")).singleElement().asString().startsWith(":3: ");
    assertThat(problems("limits: {}\nlimits: {}\n"))
        .singleElement()
        .asString()
        .startsWith(":2: ")
        .contains("limits");
  }

  @Test
  void fileThatIsNotThereSaysSo() {
    var failure =
        catchThrowableOfType(
            ConfigurationException.class,
            () -> new ConfigurationFile(path, BalancerOptions.DEFAULT, Map.of()).read());
    assertThat(failure).hasMessage(path + ": is not there");
  }

  @Test
  void fieldThatAFlagSetsTooIsRefused() {
    assertThat(
            problems(
                "limits: {maxConnections: 5}\n",
                Map.of("limits.maxConnections", "--max-connections")))
        .containsExactly(
            ":1: limits.maxConnections: is said by --max-connections on the command line too; leave"
                + " one out");
  }
}
