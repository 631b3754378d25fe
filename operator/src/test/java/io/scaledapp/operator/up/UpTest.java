package io.scaledapp.operator.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.scaledapp.balancer.BalancerOptions;
import io.scaledapp.balancer.ListenerOptions;
import io.scaledapp.balancer.configuration.ConfigurationFile;
import io.scaledapp.balancer.pem.Pem;
import io.scaledapp.balancer.tls.TlsOptions;
import io.scaledapp.operator.control.certificate.CertificateMaker;
import io.scaledapp.operator.control.certificate.Issued;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole program in this process, with an app of fixed addresses and one of a real process. */
@Timeout(60)
class UpTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ByteArrayOutputStream console = new ByteArrayOutputStream();
  private final HttpClient http = HttpClient.newHttpClient();
  private Path folder;
  private @Nullable Path balancerConfig;
  private boolean makesCertificate;
  private int listen;
  private int admin;

  @BeforeEach
  void choosePorts(@TempDir Path folder) throws IOException {
    this.folder = folder;
    listen = freePort();
    admin = freePort();
  }

  @AfterEach
  void leaveNothing() throws IOException {
    assertThat(folder.resolve("state/runs"))
        .satisfiesAnyOf(
            runs -> assertThat(runs).doesNotExist(), runs -> assertThat(runs).isEmptyDirectory());
  }

  @Test
  void fixedAddressesAreServedUntilTheEnd() throws Exception {
    var backend = answering("hello");
    var file = write("a.yaml", endpoints("a", backend.getAddress().getPort()));
    try (var up = up(file)) {
      up.start();
      await(() -> get(listen, "/").equals("200 hello"));
      await(() -> get(admin, "/healthz/ready").equals("200 ready\n"));
      assertThat(get(admin, "/metrics"))
          .startsWith("200 ")
          .contains("jvm_memory_used_bytes")
          .contains("scaledapp_balancer_client_connections");
      await(() -> get(admin, "/metrics").contains("scaledapp_balancer_requests"));
    } finally {
      backend.stop(0);
    }
    assertThat(console.toString(StandardCharsets.UTF_8))
        .contains("a: answers at http://127.0.0.1:");
    assertThatThrownBy(() -> get(listen, "/")).isInstanceOf(IOException.class);
    assertThat(folder.resolve("state")).isDirectoryNotContaining("glob:**.token");
  }

  @Test
  void clientStaysWithItsReplicaInTheNextRunToo() throws Exception {
    var one = answering("one");
    var other = answering("other");
    var text =
        endpoints("a", one.getAddress().getPort())
            .replace("[/]", "[/], stickyCookie: {}")
            .replace(
                "endpoints: [",
                "endpoints: [{address: 127.0.0.1, port: %d}, "
                    .formatted(other.getAddress().getPort()));
    var file = write("a.yaml", text);
    try {
      HttpResponse<String> first;
      try (var up = up(file)) {
        up.start();
        await(() -> get(listen, "/").startsWith("200 "));
        first = response(listen, "");
        assertThat(first.headers().firstValue("Set-Cookie").orElseThrow())
            .matches("sticky_[0-9a-f]{8}=[-_A-Za-z0-9]{22}; Path=/; HttpOnly; SameSite=Lax");
      }
      var cookie = first.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
      try (var up = up(file)) {
        up.start();
        await(() -> get(listen, "/").startsWith("200 "));
        for (int i = 0; i < 5; i++) {
          var next = response(listen, cookie);
          assertThat(next.body()).isEqualTo(first.body());
          assertThat(next.headers().firstValue("Set-Cookie")).isEmpty();
        }
      }
    } finally {
      one.stop(0);
      other.stop(0);
    }
  }

  private static HttpServer answering(String text) throws IOException {
    var backend = HttpServer.create(loopback(0), 0);
    backend.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, text.length());
          exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    backend.start();
    return backend;
  }

  private HttpResponse<String> response(int port, String cookie)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .timeout(PATIENCE)
            .header("Cookie", cookie);
    return http.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void configurationFileOfTheBalancerIsFollowedAndAddressesAreTold() throws Exception {
    var maker = new CertificateMaker();
    var now = Instant.now();
    var authority = maker.authority(now, Duration.ofDays(1));
    writePair(maker.serving(authority, List.of("localhost"), now, Duration.ofDays(1)));
    int secure = freePort();
    var shop = endpoints("shop", 1).replace("[/]", "[/shop]");
    listen = freePort();
    balancerConfig = write("balancer.yaml", listeners("http", listen, ""));
    var file = write("a.yaml", endpoints("a", 1));
    try (var up = up(file)) {
      up.start();
      await(() -> told("a: answers at http://127.0.0.1:" + listen + "/"));
      await(() -> get(listen, "/").startsWith("502 "));

      write("balancer.yaml", listeners("https", secure, ", tls: {certificates: [.]}"));

      await(() -> told("balancer.yaml is in force; apps answer at https://127.0.0.1:" + secure));
      assertThat(secureStatus("localhost", secure, authority.certificate())).isEqualTo(502);
      write("a.yaml", endpoints("a", 1) + "---\n" + shop);
      await(() -> told("shop: answers at https://127.0.0.1:" + secure + "/shop"));
    }
  }

  @Test
  void certificateIsMadeForThisMachineAndTheHostsOfApps() throws Exception {
    makesCertificate = true;
    var app = endpoints("a", 1).replace("routing: {", "routing: {hosts: [shop.localhost], ");
    try (var up = up(write("a.yaml", app))) {
      up.start();
      await(() -> told("a: answers at https://shop.localhost:" + listen + "/"));
      var folder = this.folder.resolve("state/tls");
      assertThat(told("clients are to trust " + folder.resolve("ca.crt"))).isTrue();
      var authority = certificate(folder.resolve("ca.crt"));
      for (var host : List.of("localhost", "127.0.0.1")) {
        assertThat(secureStatus(host, listen, authority)).isIn(404, 502);
      }
      // Not every machine finds the addresses of names below localhost.
      assertThat(certificate(folder.resolve("tls.crt")).getSubjectAlternativeNames())
          .anyMatch(name -> "shop.localhost".equals(name.get(1)));
      assertThat(Files.getPosixFilePermissions(folder.resolve("tls.key")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  private static X509Certificate certificate(Path path) throws Exception {
    try (var file = Files.newInputStream(path)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(file);
    }
  }

  @Test
  void mistakeInTheConfigurationFileOfTheBalancerStartsNothing() throws Exception {
    balancerConfig = write("balancer.yaml", "listeners: [{name: http, port: http}]");
    try (var up = up(write("a.yaml", endpoints("a", 1)))) {
      assertThatThrownBy(up::start)
          .isInstanceOf(StartException.class)
          .hasMessageContaining(balancerConfig + ":1: listeners[0].port: must be a whole number");
    }
  }

  @Test
  void addressOfTheConfigurationFileThatIsTakenIsToldWithTheFile() throws Exception {
    balancerConfig = write("balancer.yaml", listeners("http", listen, ""));
    try (var taken = new ServerSocket(listen, 1, InetAddress.getLoopbackAddress());
        var up = up(write("a.yaml", endpoints("a", 1)))) {
      assertThat(taken.isBound()).isTrue();
      assertThatThrownBy(up::start)
          .isInstanceOf(StartException.class)
          .hasMessageStartingWith(balancerConfig + ": cannot listen on 127.0.0.1:" + listen);
    }
  }

  private static String listeners(String name, int port, String more) {
    return "listeners: [{name: %s, address: 127.0.0.1, port: %d%s}]".formatted(name, port, more);
  }

  private void writePair(Issued pair) throws IOException {
    write("tls.crt", Pem.of(pair.certificate()));
    write("tls.key", Pem.of(pair.key()));
  }

  private static int secureStatus(String host, int port, X509Certificate authority)
      throws Exception {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("authority", authority);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    var request = HttpRequest.newBuilder(URI.create("https://" + host + ":" + port + "/"));
    try (var client = HttpClient.newBuilder().sslContext(context).build()) {
      return client.send(request.timeout(PATIENCE).build(), BodyHandlers.discarding()).statusCode();
    }
  }

  @Test
  void appThatSpeaksTcpIsServedOnAPortOfItsOwn() throws Exception {
    int port = freePort();
    try (var backend = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        var up = up(write("mail.yaml", TCP.formatted(backend.getLocalPort(), port)))) {
      var answering = Thread.ofVirtual().start(() -> greet(backend));
      up.start();
      await(() -> told("mail: answers at tcp://127.0.0.1:" + port));
      await(() -> saidOn(port).equals("220 ready"));
      backend.close();
      answering.join();
    }
  }

  private static final String TCP =
      """
      apiVersion: scaledapp.io/v1alpha1
      kind: ScaledApp
      metadata: {name: mail}
      spec:
        port: %d
        endpoints: [{address: 127.0.0.1}]
        routing: {protocol: TCP}
        local: {port: %d}
      """;

  private static void greet(ServerSocket server) {
    try {
      while (true) {
        try (var connection = server.accept()) {
          connection.getOutputStream().write("220 ready".getBytes(StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private static String saidOn(int port) throws IOException {
    try (var client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (ConnectException e) {
      return "nothing";
    }
  }

  @Test
  void changedFileIsTakenUpAndAnInvalidOneIsTold() throws Exception {
    var file = write("a.yaml", endpoints("a", 1));
    try (var up = up(file)) {
      up.start();
      Files.writeString(file, "kind: Something\n");
      await(() -> told("a.yaml is not taken up"));
      Files.writeString(
          file, endpoints("a", 1) + "---\n" + endpoints("b", 1).replace("[/]", "[/b]"));
      await(() -> told("b: is in force"));
    }
  }

  @Test
  void replicaIsStartedTakesRequestsAndIsGoneAtTheEnd() throws Exception {
    var file = write("p.yaml", PROCESS.formatted(javaProgram(), sourceOfAServer()));
    try (var up = up(file)) {
      up.start();
      await(() -> get(listen, "/").startsWith("200 pid "));
      var pid = Long.parseLong(get(listen, "/").substring("200 pid ".length()));
      await(() -> told("p-0: is ready after "));
      up.close();
      // What has ended is there until it is reaped.
      await(() -> ProcessHandle.of(pid).isEmpty());
    }
  }

  @Test
  void chosenPortOfTheAdminApiIsTold() throws Exception {
    admin = 0;
    try (var up = up(write("a.yaml", endpoints("a", 1)))) {
      up.start();
      await(() -> told("the other commands reach this run with --admin 127.0.0.1:"));
    }
  }

  @Test
  void stateFolderThatOthersCouldReadIsMadePrivate() throws Exception {
    var state = Files.createDirectory(folder.resolve("state"));
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (var up = up(write("a.yaml", endpoints("a", 1)))) {
      up.start();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void whatAKilledRunLeftIsEndedAndTold() throws Exception {
    var run = "0123456789abcdef";
    var left = Files.createDirectories(folder.resolve("state/runs").resolve(run));
    Files.createFile(left.resolve("lock"));
    var builder = new ProcessBuilder("sleep", "1000");
    builder.environment().put("SCALEDAPP_UP", run);
    var orphan = builder.start();
    try (var up = up(write("a.yaml", endpoints("a", 1)))) {
      up.start();
      assertThat(told("ended 1 process that a killed run had left")).isTrue();
      assertThat(orphan.isAlive()).isFalse();
    } finally {
      orphan.destroyForcibly();
    }
  }

  @Test
  void endInAHurryWaitsForNoRequest() throws Exception {
    var asked = new CountDownLatch(1);
    var answer = new CountDownLatch(1);
    var backend = HttpServer.create(loopback(0), 0);
    backend.createContext(
        "/",
        exchange -> {
          asked.countDown();
          try (exchange) {
            answer.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    backend.start();
    try (var up = up(write("a.yaml", endpoints("a", backend.getAddress().getPort())))) {
      up.start();
      var uri = URI.create("http://127.0.0.1:" + listen + "/");
      var unused = http.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
      assertThat(asked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      var closing = CompletableFuture.runAsync(up::close);
      await(() -> told("stopping: requests in flight have 30 s; again to stop at once"));

      up.hurry();

      assertThat(closing).succeedsWithin(Duration.ofSeconds(15));
    } finally {
      answer.countDown();
      backend.stop(0);
    }
  }

  @Test
  void takenPortIsToldWithItsMend() throws Exception {
    var file = write("a.yaml", endpoints("a", 1));
    try (var taken = new ServerSocket(listen, 1, InetAddress.getLoopbackAddress());
        var up = up(file)) {
      assertThat(taken.isBound()).isTrue();
      assertThatThrownBy(up::start)
          .isInstanceOf(StartException.class)
          .hasMessageContaining("127.0.0.1:" + listen)
          .hasMessageEndingWith(
              "; stop what listens there, or choose another address with --listen");
    }
  }

  @Test
  void secondProgramAtTheSameAdminPortIsToldOfTheFirst() throws Exception {
    var file = write("a.yaml", endpoints("a", 1));
    try (var first = up(file)) {
      first.start();
      listen = freePort();
      try (var second = up(file)) {
        assertThatThrownBy(second::start)
            .isInstanceOf(StartException.class)
            .hasMessageContaining("another scaledapp up runs already")
            .hasMessageContaining("127.0.0.1:" + admin);
      }
      assertThat(get(admin, "/healthz/live")).isEqualTo("200 live\n");
    }
  }

  @Test
  void stateFolderThatCannotBeUsedIsNamed() throws Exception {
    Files.writeString(folder.resolve("state"), "a file where a folder should be");
    try (var up = up(write("a.yaml", endpoints("a", 1)))) {
      assertThatThrownBy(up::start)
          .isInstanceOf(StartException.class)
          .hasMessageContaining(folder.resolve("state").toString());
    }
  }

  @Test
  void invalidFileStartsNothing() throws Exception {
    var file = write("a.yaml", endpoints("a", 1).replace("endpoints", "endpoint"));
    try (var up = up(file)) {
      assertThatThrownBy(up::start)
          .isInstanceOf(StartException.class)
          .hasMessageContaining(file + ":6: spec.endpoint");
      assertThatThrownBy(() -> get(admin, "/healthz/live")).isInstanceOf(IOException.class);
    }
  }

  private static final String PROCESS =
      """
      apiVersion: scaledapp.io/v1alpha1
      kind: ScaledApp
      metadata: {name: p}
      spec:
        template:
          spec:
            containers:
              - name: app
                command: ["%s", "%s"]
                ports: [{containerPort: 8080}]
      """;

  private static String endpoints(String name, int port) {
    return """
        apiVersion: scaledapp.io/v1alpha1
        kind: ScaledApp
        metadata: {name: %s}
        spec:
          routing: {pathPrefixes: [/]}
          endpoints: [{address: 127.0.0.1, port: %d}]
        """
        .formatted(name, port);
  }

  private static Path javaProgram() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  private Path sourceOfAServer() throws IOException {
    return write(
        "Server.java",
        """
        import com.sun.net.httpserver.HttpServer;
        import java.net.InetSocketAddress;

        public class Server {
          public static void main(String[] arguments) throws Exception {
            var port = Integer.parseInt(System.getenv("PORT"));
            var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
            server.createContext("/", exchange -> {
              var body = ("pid " + ProcessHandle.current().pid()).getBytes();
              exchange.sendResponseHeaders(200, body.length);
              exchange.getResponseBody().write(body);
              exchange.close();
            });
            server.start();
          }
        }
        """);
  }

  private Up up(Path file) {
    var state = folder.resolve("state");
    var plain = BalancerOptions.DEFAULT.withAddress("127.0.0.1", listen);
    var certificate = TlsOptions.of(UpOptions.certificateFolder(state));
    var balancer =
        makesCertificate
            ? plain.withListeners(
                List.of(ListenerOptions.secure("https", "127.0.0.1", listen, certificate)))
            : plain;
    var configuration =
        Optional.ofNullable(balancerConfig)
            .map(path -> new ConfigurationFile(path, balancer, Map.of()));
    var options =
        new UpOptions(
            List.of(file),
            balancer,
            configuration,
            makesCertificate,
            loopback(admin),
            state,
            false);
    return new Up(options, new PrintStream(console, true, StandardCharsets.UTF_8));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private boolean told(String text) {
    return console.toString(StandardCharsets.UTF_8).contains(text);
  }

  private String get(int port, String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(PATIENCE);
    var response = http.send(request.build(), BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }

  private void await(Callable<Boolean> condition) throws Exception {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as(() -> "in vain; told: " + console).isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress("127.0.0.1", port);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
