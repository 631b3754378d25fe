package io.scaledapp.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import io.scaledapp.balancer.BalancerOptions;
import io.scaledapp.balancer.ListenerOptions;
import io.scaledapp.balancer.pem.Pem;
import io.scaledapp.balancer.tls.TlsOptions;
import io.scaledapp.e2e.balancer.RunningBalancer;
import io.scaledapp.e2e.cluster.Artifacts;
import io.scaledapp.e2e.cluster.Command;
import io.scaledapp.operator.control.certificate.CertificateMaker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The balancer keeps every rule of HTTP/2 that h2spec looks at. */
class Http2ConformanceIT {
  private static final Duration LIFE = Duration.ofDays(1);
  private static final byte[] HELLO = "hello".getBytes(US_ASCII);
  private static final String APP =
      """
      apiVersion: scaledapp.io/v1alpha1
      kind: ScaledApp
      metadata: {name: hello}
      spec:
        endpoints: [{address: 127.0.0.1, port: %d}]
        routing: {hosts: [127.0.0.1]}
      """;

  private final HttpServer replica = replica();

  private static HttpServer replica() {
    return Await.unchecked(
        () -> {
          var loopback = InetAddress.getLoopbackAddress();
          var server = HttpServer.create(new InetSocketAddress(loopback, 0), 100);
          server.createContext(
              "/",
              exchange -> {
                try (exchange) {
                  exchange.sendResponseHeaders(200, HELLO.length);
                  exchange.getResponseBody().write(HELLO);
                }
              });
          server.start();
          return server;
        });
  }

  @AfterEach
  void stop() {
    replica.stop(0);
  }

  @Test
  void everyCaseOfH2specPassesByPriorKnowledge() {
    everyCasePasses(options -> options);
  }

  @Test
  void everyCaseOfH2specPassesInTls(@TempDir Path folder) throws Exception {
    var tls = TlsOptions.of(certificate(folder));
    var listener = ListenerOptions.secure("https", "127.0.0.1", 0, tls);
    everyCasePasses(options -> options.withListeners(List.of(listener)), "-t", "-k");
  }

  private static Path certificate(Path folder) throws IOException {
    var maker = new CertificateMaker();
    var authority = maker.authority(Instant.now(), LIFE);
    var issued = maker.serving(authority, List.of("localhost"), Instant.now(), LIFE);
    Files.writeString(folder.resolve("tls.crt"), Pem.of(issued.certificate()));
    Files.writeString(folder.resolve("tls.key"), Pem.of(issued.key()));
    return folder;
  }

  private void everyCasePasses(UnaryOperator<BalancerOptions> change, String... more) {
    var h2spec = Artifacts.ifAvailable("h2spec");
    assumeThat(h2spec).as("Go, or the pip that fetches it").isPresent();
    var app = APP.formatted(replica.getAddress().getPort());
    try (var balancer = RunningBalancer.start(change, app)) {
      var port = Integer.toString(balancer.port());
      var command =
          new ArrayList<>(List.of(h2spec.orElseThrow(), "-h", "127.0.0.1", "-p", port, "-o", "10"));
      command.addAll(List.of(more));
      var result = Command.run(Map.of(), Duration.ofMinutes(10), command);
      assertThat(result.orFail()).contains(", 0 skipped, 0 failed");
    }
  }
}
