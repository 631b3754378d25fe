package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.balancer.tls.TlsOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client and a server that others wrote, with the balancer between them. */
class Http2RealClientTest {
  private static final int STREAMS = 100;
  private static final int BYTES = 300_000;

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server = echo();

  private static HttpServer echo() {
    try {
      var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var server = HttpServer.create(loopback, STREAMS);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/", Http2RealClientTest::echo);
      server.start();
      return server;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** In chunks, while the request is read. */
  private static void echo(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, 0);
      exchange.getRequestBody().transferTo(exchange.getResponseBody());
    }
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
    server.stop(0);
  }

  @Test
  void hundredBodiesPassBothWaysAtOnceOverOneConnection() throws Exception {
    try (var fixture = fixture(options -> options)) {
      echoesAllAtOnce(fixture, new HttpClientOptions().setHttp2ClearTextUpgrade(false));
    }
  }

  @Test
  void sameInTlsWhereTheProtocolIsNegotiated(@TempDir Path folder) throws Exception {
    var certificates = new Certificates();
    var tls = TlsOptions.of(certificates.server("127.0.0.1").writeTo(folder));
    var secure = List.of(ListenerOptions.secure("https", "127.0.0.1", 0, tls));
    try (var fixture = fixture(options -> options.withListeners(secure))) {
      echoesAllAtOnce(
          fixture,
          new HttpClientOptions()
              .setSsl(true)
              .setUseAlpn(true)
              .setTrustOptions(
                  new PemTrustOptions().addCertValue(Buffer.buffer(certificates.authorityPem()))));
    }
  }

  private Fixture fixture(UnaryOperator<BalancerOptions> change) {
    return new Fixture(
        change,
        Tables.app(
            0,
            QueueLimits.DEFAULT,
            Timeouts.DEFAULT,
            List.of(Tables.endpoint(server.getAddress().getPort(), Endpoint.State.READY))));
  }

  private void echoesAllAtOnce(Fixture fixture, HttpClientOptions options) throws Exception {
    var client =
        vertx.createHttpClient(
            options
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2MultiplexingLimit(STREAMS)
                .setDefaultHost("127.0.0.1")
                .setDefaultPort(fixture.balancer.port()),
            new PoolOptions().setHttp2MaxSize(1));
    var random = new Random(1);
    var sent = new ArrayList<Buffer>();
    var received = new ArrayList<Future<Buffer>>();
    for (int i = 0; i < STREAMS; i++) {
      byte[] bytes = new byte[BYTES];
      random.nextBytes(bytes);
      var body = Buffer.buffer(bytes);
      sent.add(body);
      received.add(
          client
              .request(HttpMethod.POST, "/")
              .compose(request -> request.send(body))
              .compose(HttpClientResponse::body));
    }
    var all = Future.all(received).await(60, TimeUnit.SECONDS);
    assertThat(all.<Buffer>list()).isEqualTo(sent);
    assertThat(fixture.balancer.clientConnections()).isEqualTo(1);
    client.close().await(10, TimeUnit.SECONDS);
  }
}
