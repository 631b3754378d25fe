package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scaledapp.balancer.configuration.ConfigurationFile;
import io.scaledapp.balancer.configuration.FollowedConfiguration;
import io.scaledapp.balancer.http1.HeadLimits;
import io.scaledapp.balancer.tls.TlsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class ReconfigurationTest {
  private static final String HI = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Certificates CERTIFICATES = new Certificates();

  private static final BalancerOptions BASE =
      BalancerOptions.DEFAULT.withAddress("127.0.0.1", 0).withEventLoops(1);

  private static BalancerOptions listening(String... names) {
    return BASE.withListeners(
        List.of(names).stream().map(name -> ListenerOptions.plain(name, "127.0.0.1", 0)).toList());
  }

  @Test
  void listenerThatComesIsOpenedAndOneThatGoesLetsItsRequestsEnd() throws IOException {
    try (var replica = Replica.answering(HI);
        var fixture = new Fixture(options -> listening("one", "two"), Tables.app(replica));
        var one = new Client(fixture.balancer.port("one"));
        var two = new Client(fixture.balancer.port("two"))) {
      assertThat(one.get("/")).isEqualTo(HI);
      assertThat(two.get("/")).isEqualTo(HI);
      int gone = fixture.balancer.port("two");
      fixture.balancer.reconfigure(listening("one", "three"), GRACE);
      assertThat(one.get("/")).isEqualTo(HI);
      assertThat(two.readAll()).isEmpty();
      Await.until("nobody listens", () -> !Ports.connects(gone));
      try (var three = new Client(fixture.balancer.port("three"))) {
        assertThat(three.get("/")).isEqualTo(HI);
      }
    }
  }

  @Test
  void portThatIsTakenLeavesAllAsItWas(@TempDir Path folder) throws IOException {
    try (var replica = Replica.answering(HI);
        var fixture = new Fixture(options -> listening("one"), Tables.app(replica));
        var taken = new ServerSocket(0);
        var client = new Client(fixture.balancer.port())) {
      assertThat(client.get("/")).isEqualTo(HI);
      var wanted =
          List.of(
              ListenerOptions.plain("other", "127.0.0.1", 0),
              ListenerOptions.plain("taken", "0.0.0.0", taken.getLocalPort()));
      assertThatThrownBy(() -> fixture.balancer.reconfigure(BASE.withListeners(wanted), GRACE))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot listen on 0.0.0.0:" + taken.getLocalPort());
      var without =
          ListenerOptions.secure("one", "127.0.0.1", 0, TlsOptions.of(folder.resolve("none")));
      assertThatThrownBy(
              () -> fixture.balancer.reconfigure(BASE.withListeners(List.of(without)), GRACE))
          .hasMessageContaining("tls.crt: is not there");
      assertThat(client.get("/")).isEqualTo(HI);
      assertThat(fixture.client().get("/")).isEqualTo(HI);
    }
  }

  @Test
  void limitsAndTimeoutsHoldForNewConnections() throws IOException {
    try (var replica = Replica.answering(HI);
        var fixture = new Fixture(options -> listening("one"), Tables.app(replica));
        var kept = new Client(fixture.balancer.port())) {
      assertThat(kept.get("/")).isEqualTo(HI);
      fixture.balancer.reconfigure(
          listening("one")
              .withMaxConnections(1)
              .withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1)),
          GRACE);
      assertThat(fixture.client().readAll()).startsWith("HTTP/1.1 503 ");
      assertThat(kept.get("/")).isEqualTo(HI);
    }
  }

  @Test
  void limitsOfHeadsHoldForNewHeads() throws IOException {
    var request = "GET / HTTP/1.1\r\nHost: app\r\nX: " + "x".repeat(2_000) + "\r\n\r\n";
    try (var replica = Replica.answering(HI);
        var fixture = new Fixture(options -> listening("one"), Tables.app(replica))) {
      assertThat(fixture.client().send(request).readResponse()).isEqualTo(HI);
      fixture.balancer.reconfigure(
          listening("one").withHeadLimits(new HeadLimits(500, 1_000, 9)), GRACE);
      Await.until(
          "the limit", () -> fixture.client().send(request).readHead().startsWith("HTTP/1.1 431 "));
    }
  }

  @Test
  void changedFileIsInForceWithinSecondsAndABadOneIsNot(@TempDir Path folder) throws IOException {
    var file = folder.resolve("balancer.yaml");
    int port = Ports.free();
    write(file, "listeners: [{name: http, address: 127.0.0.1, port: %d}]".formatted(port));
    var configuration = new ConfigurationFile(file, BASE, Map.of());
    var options = configuration.read();
    CERTIFICATES.server("shop.example").writeTo(folder.resolve("shop"));
    try (var replica = Replica.answering(HI);
        var fixture = new Fixture(base -> options, Tables.app(replica));
        var kept = fixture.client();
        var logs = new Logs();
        var followed =
            FollowedConfiguration.start(
                configuration, options, changed -> fixture.balancer.reconfigure(changed, GRACE))) {
      assertThat(followed).isNotNull();
      assertThat(kept.get("/")).isEqualTo(HI);
      write(file, "listeners: [{name: http, address: 127.0.0.1, port: http}]");
      Await.until(
          "the problem is told",
          () ->
              logs.lines().stream()
                  .anyMatch(
                      line ->
                          line.contains("the one before it stays in force")
                              && line.contains(
                                  file + ":1: listeners[0].port: must be a whole number")));
      assertThat(fixture.client().get("/")).isEqualTo(HI);
      write(
          file,
          "listeners: [{name: http, address: 127.0.0.1, port: %d, tls: {certificates: [shop]}}]"
              .formatted(port));
      Await.until("TLS is spoken", () -> speaksTls(port));
      assertThat(kept.get("/")).isEqualTo(HI);
    }
  }

  private static boolean speaksTls(int port) {
    try (var client = TlsClient.trusting(CERTIFICATES).connect(port, "")) {
      return client.get("/").equals(HI);
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
  }
}
