package io.scaledapp.balancer.control.wire;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.scaledapp.balancer.control.AppLoad;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.CachePolicy;
import io.scaledapp.balancer.control.CircuitBreakerPolicy;
import io.scaledapp.balancer.control.CompressionPolicy;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.EndpointLoad;
import io.scaledapp.balancer.control.EndpointTls;
import io.scaledapp.balancer.control.HashKey;
import io.scaledapp.balancer.control.HealthCheck;
import io.scaledapp.balancer.control.LoadDelta;
import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.balancer.control.OutlierDetection;
import io.scaledapp.balancer.control.PortFailure;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.RequestRules;
import io.scaledapp.balancer.control.RetryPolicy;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.SlotGrants;
import io.scaledapp.balancer.control.SlotGrants.AppGrants;
import io.scaledapp.balancer.control.SlotGrants.EndpointGrant;
import io.scaledapp.balancer.control.SlotUsage;
import io.scaledapp.balancer.control.SlotUsage.AppUsage;
import io.scaledapp.balancer.control.SlotUsage.EndpointUsage;
import io.scaledapp.balancer.control.StickyCookiePolicy;
import io.scaledapp.balancer.control.TableDelta;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.balancer.control.TrafficPolicy;
import io.scaledapp.balancer.control.Transport;
import io.scaledapp.balancer.control.Zone;
import io.scaledapp.balancer.control.ZonePreference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The frames as files. Those of a version stay as they are, since its neighbours read and write
 * them; what a version adds gets files of its own.
 */
class GoldenFramesTest {
  private static final Path FOLDER = Path.of("src/test/resources/control");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final AppRoute SHOP =
      new AppRoute(
          "default/shop",
          List.of("shop.example.com"),
          List.of("/"),
          20_000,
          AppRoute.Policy.ROUND_ROBIN,
          8,
          new QueueLimits(1_000, Duration.ofSeconds(30)),
          new Timeouts(
              Duration.ofSeconds(5),
              Duration.ofSeconds(60),
              Duration.ofSeconds(60),
              Duration.ofHours(1)),
          List.of(
              new Endpoint("shop-r1-abcde", "10.0.0.7", 3_000, 1, Endpoint.State.READY),
              new Endpoint("shop-r1-fghij", "10.0.0.8", 3_000, 1, Endpoint.State.DRAINING)));

  private static final AppRoute SHOP_BY_CART =
      SHOP.with(
          AppRoute.Policy.CONSISTENT_HASH,
          new TrafficPolicy(
              new HashKey(HashKey.Source.COOKIE, "cart"),
              150,
              Duration.ofSeconds(20),
              new OutlierDetection(3, true, Duration.ofSeconds(10), Duration.ofSeconds(60), 50),
              new RetryPolicy(2, 30, 5, Duration.ofSeconds(4)),
              new HealthCheck("/healthz", Duration.ofSeconds(5), Duration.ofSeconds(1), 2, 3)));

  private static final AppRoute SHOP_COMPRESSED =
      SHOP_BY_CART.with(
          SHOP_BY_CART.policy(),
          SHOP_BY_CART
              .traffic()
              .withCompression(
                  new CompressionPolicy(
                      List.of(CompressionPolicy.Encoding.BR, CompressionPolicy.Encoding.GZIP),
                      500,
                      List.of("text/*"),
                      CompressionPolicy.Level.BEST)));

  private static final AppRoute SHOP_CACHED =
      SHOP.with(
          SHOP.policy(),
          TrafficPolicy.DEFAULT.withCache(
              new CachePolicy(4_000_000, 5000, List.of("session"), List.of("x-preview"))));

  private static final AppRoute SHOP_STICKY =
      SHOP.with(
          SHOP.policy(),
          TrafficPolicy.DEFAULT.withStickyCookie(
              new StickyCookiePolicy(
                  "sticky_0a1b2c3d",
                  "/shop",
                  Duration.ofHours(8),
                  StickyCookiePolicy.SameSite.STRICT,
                  StickyCookiePolicy.Secure.ALWAYS,
                  "c2VjcmV0")));

  private static final AppRoute SHOP_BEHIND_A_BREAKER =
      SHOP.with(
          SHOP.policy(),
          TrafficPolicy.DEFAULT.withCircuitBreaker(
              new CircuitBreakerPolicy(
                  60, 10, Duration.ofSeconds(30), Duration.ofSeconds(2), 1, false, 1_000, 50)));

  private static final AppRoute SHOP_CHECKED_BY_GRPC =
      SHOP.with(
          SHOP.policy(),
          TrafficPolicy.DEFAULT.withHealthCheck(
              new HealthCheck(
                  "",
                  Duration.ofSeconds(5),
                  Duration.ofSeconds(1),
                  2,
                  3,
                  new HealthCheck.Grpc("shop.v1.Carts"))));

  private static final AppRoute SHOP_IN_ZONES =
      SHOP.with(
              SHOP.queue(),
              List.of(
                  new Endpoint(
                      "shop-r1-abcde",
                      "10.0.0.7",
                      3_000,
                      1,
                      Endpoint.State.READY,
                      new Zone("west-a"))))
          .with(SHOP.policy(), TrafficPolicy.DEFAULT.withZonePreference(new ZonePreference(300)));

  private static final RequestRules RULES =
      new RequestRules(
          new RequestRules.HttpsRedirect(308, 443),
          new RequestRules.PathRewrite("/v2"),
          new RequestRules.Access(List.of("10.0.0.0/8"), List.of("10.1.2.3", "2001:db8::/32")),
          new RequestRules.ClientLimits(50, 100, 20, "x-api-key"),
          new RequestRules.MessageLimits(1_048_576, 4_096),
          new RequestRules.HeaderEdits(
              List.of(new RequestRules.Field("X-Env", "prod")), List.of(), List.of("X-Debug")),
          new RequestRules.HeaderEdits(
              List.of(), List.of(new RequestRules.Field("Via", "1.1 scaledapp")), List.of()));

  private static final RequestRules PAGES =
      new RequestRules(
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          new RequestRules.ErrorPages(
              List.of(new RequestRules.ErrorPage(List.of(502, 503), "text/plain", "Soon"))));

  private static final LoadReport REPORT =
      new LoadReport(
          "balancer-0",
          "5d0cbd4e",
          90_000_000_000L,
          List.of(
              new AppLoad(
                  "default/shop",
                  100,
                  12_000_000_000L,
                  3,
                  1,
                  7,
                  2,
                  List.of(new EndpointLoad("shop-r1-abcde", 2, 1, 99, 1)))),
          List.of(new PortFailure("default/shop", 20_000, "Address already in use")));

  private static final Map<String, Frame> VERSION_1 =
      Map.ofEntries(
          Map.entry("hello", new Frame.Hello(1, "balancer-0", "0b1c", "header.payload.signature")),
          Map.entry("welcome", new Frame.Welcome(1, true)),
          Map.entry("refused", new Frame.Refused("the token is for another audience")),
          Map.entry("load", new Frame.Load(REPORT)),
          Map.entry(
              "load-change",
              new Frame.LoadChange(
                  new LoadDelta(
                      "5d0cbd4e",
                      90_000_000_000L,
                      91_000_000_000L,
                      REPORT.apps(),
                      List.of("default/gone"),
                      List.of()))),
          Map.entry(
              "load-answers",
              new Frame.Load(
                  new LoadReport(
                      "balancer-0",
                      "5d0cbd4e",
                      90_000_000_000L,
                      List.of(
                          new AppLoad(
                              "default/shop",
                              100,
                              12_000_000_000L,
                              3,
                              1,
                              7,
                              2,
                              95,
                              4_000_000_000L,
                              List.of())),
                      List.of()))),
          Map.entry(
              "table-measured",
              new Frame.Table(new RoutingTable(3, 17, List.of(SHOP.withMeasured(true))))),
          Map.entry(
              "table-draining",
              new Frame.Table(
                  new RoutingTable(
                      3,
                      17,
                      List.of(
                          SHOP.with(
                              SHOP.queue(),
                              List.of(
                                  new Endpoint(
                                          "shop-r1-abcde",
                                          "10.0.0.7",
                                          3_000,
                                          1,
                                          Endpoint.State.READY)
                                      .draining(Duration.ofSeconds(30)))))))),
          Map.entry(
              "table-keeping-sessions",
              new Frame.Table(
                  new RoutingTable(
                      3,
                      17,
                      List.of(
                          SHOP.with(
                              SHOP.queue(),
                              List.of(
                                  new Endpoint(
                                          "shop-r1-abcde",
                                          "10.0.0.7",
                                          3_000,
                                          1,
                                          Endpoint.State.READY)
                                      .keepingSessions())))))),
          Map.entry("table", new Frame.Table(new RoutingTable(3, 17, List.of(SHOP)))),
          Map.entry(
              "table-traffic", new Frame.Table(new RoutingTable(3, 17, List.of(SHOP_BY_CART)))),
          Map.entry(
              "table-compression",
              new Frame.Table(new RoutingTable(3, 17, List.of(SHOP_COMPRESSED)))),
          Map.entry("table-cache", new Frame.Table(new RoutingTable(3, 17, List.of(SHOP_CACHED)))),
          Map.entry(
              "table-circuit-breaker",
              new Frame.Table(new RoutingTable(3, 17, List.of(SHOP_BEHIND_A_BREAKER)))),
          Map.entry(
              "table-grpc-check",
              new Frame.Table(new RoutingTable(3, 17, List.of(SHOP_CHECKED_BY_GRPC)))),
          Map.entry(
              "table-sticky-cookie",
              new Frame.Table(new RoutingTable(3, 17, List.of(SHOP_STICKY)))),
          Map.entry(
              "table-zones", new Frame.Table(new RoutingTable(3, 17, List.of(SHOP_IN_ZONES)))),
          Map.entry(
              "table-protocol",
              new Frame.Table(
                  new RoutingTable(3, 17, List.of(SHOP.withProtocol(AppRoute.Protocol.HTTP2))))),
          Map.entry(
              "table-error-pages",
              new Frame.Table(new RoutingTable(3, 17, List.of(SHOP.withRules(PAGES))))),
          Map.entry(
              "table-rules",
              new Frame.Table(new RoutingTable(3, 17, List.of(SHOP.withRules(RULES))))),
          Map.entry(
              "table-transport",
              new Frame.Table(
                  new RoutingTable(
                      3,
                      17,
                      List.of(
                          SHOP.withProtocol(AppRoute.Protocol.TCP)
                              .withTransport(
                                  new Transport(
                                      true, new EndpointTls("internal", "mail.example.com"))))))),
          Map.entry(
              "delta",
              new Frame.Delta(
                  new TableDelta(
                      3,
                      17,
                      18,
                      List.of(SHOP.withPort(0)),
                      List.of("default/gone"),
                      List.of("default/shop", "default/other")))),
          Map.entry("ack", new Frame.Ack(3, 18)),
          Map.entry(
              "grants",
              new Frame.Grants(
                  new SlotGrants(
                      3,
                      6,
                      7,
                      List.of(
                          new AppGrants(
                              "default/shop", List.of(new EndpointGrant("shop-r1-abcde", 4))))))),
          Map.entry(
              "usage",
              new Frame.Usage(
                  new SlotUsage(
                      3,
                      7,
                      true,
                      List.of(
                          new AppUsage(
                              "default/shop",
                              2,
                              List.of(new EndpointUsage("shop-r1-abcde", 4, 3))))))),
          Map.entry("superseded", new Frame.Superseded(4, 1)),
          Map.entry("leaving", new Frame.Leaving()),
          Map.entry("left", new Frame.Left()),
          Map.entry("heartbeat", new Frame.Heartbeat()));

  static Stream<String> framesOfVersion1() {
    return VERSION_1.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("framesOfVersion1")
  void frameOfVersion1IsWrittenAndReadAsItWas(String name) throws IOException {
    byte[] file = Files.readAllBytes(FOLDER.resolve("v1").resolve(name + ".json"));
    var frame = requireNonNull(VERSION_1.get(name));
    var written = FrameCodec.encode(frame);
    byte[] text = written.getBytes(FrameCodec.HEADER, written.length());
    assertThat(JSON.readTree(text)).isEqualTo(JSON.readTree(file));
    assertThat(FrameCodec.decode(file)).isEqualTo(frame);
  }

  @Test
  void everyFileIsTested() throws IOException {
    try (var files = Files.list(FOLDER.resolve("v1"))) {
      var names =
          files
              .map(file -> file.getFileName().toString().replace(".json", ""))
              .collect(Collectors.toSet());
      assertThat(names).isEqualTo(VERSION_1.keySet());
    }
  }

  /** Every kind of addition that the version after this one may make. */
  @Test
  void additionsOfTheNextVersionAreIgnored() throws IOException {
    assertThat(next("hello")).isEqualTo(new Frame.Hello(2, "balancer-0", "0b1c", "token"));
    assertThat(next("unknown-type")).isEqualTo(new Frame.Unknown("slots"));
    assertThat(next("no-type")).isInstanceOf(Frame.Unknown.class);
    var table = ((Frame.Table) next("table")).table();
    var app = table.apps().getFirst();
    assertThat(app.app()).isEqualTo("default/shop");
    assertThat(app.policy()).isEqualTo(AppRoute.Policy.LEAST_CONNECTIONS);
    assertThat(app.protocol()).isEqualTo(AppRoute.Protocol.HTTP1);
    assertThat(app.traffic().hashKey().source()).isEqualTo(HashKey.Source.ADDRESS);
    assertThat(app.endpoints().getFirst().state()).isEqualTo(Endpoint.State.DRAINING);
    assertThat(app.traffic().compression())
        .isEqualTo(
            new CompressionPolicy(
                List.of(CompressionPolicy.Encoding.GZIP),
                1,
                List.of(),
                CompressionPolicy.Level.BALANCED));
    assertThat(app.traffic().stickyCookie())
        .isEqualTo(
            new StickyCookiePolicy(
                "id",
                "/",
                Duration.ZERO,
                StickyCookiePolicy.SameSite.LAX,
                StickyCookiePolicy.Secure.AUTO,
                "k"));
  }

  /** What this version added to the one before is absent there, and is then nothing. */
  @Test
  void listsThatTheVersionBeforeDidNotHaveAreEmpty() throws IOException {
    var report = ((Frame.Load) read("previous", "load")).report();
    assertThat(report.balancer()).isEqualTo("balancer-0");
    assertThat(report.portFailures()).isEmpty();
    var table = ((Frame.Table) read("previous", "table")).table();
    assertThat(table.apps().getFirst().port()).isZero();
    assertThat(table.apps().getFirst().traffic()).isEqualTo(TrafficPolicy.DEFAULT);
    assertThat(table.apps().getFirst().protocol()).isEqualTo(AppRoute.Protocol.HTTP1);
    assertThat(table.apps().getFirst().rules()).isNull();
    assertThat(table.apps().getFirst().traffic().compression()).isNull();
    assertThat(table.apps().getFirst().traffic().circuitBreaker()).isNull();
    assertThat(table.apps().getFirst().traffic().cache()).isNull();
    assertThat(table.apps().getFirst().traffic().stickyCookie()).isNull();
    assertThat(table.apps().getFirst().transport()).isEqualTo(Transport.DEFAULT);
    assertThat(((Frame.Welcome) read("previous", "welcome")).takesLoadChanges()).isFalse();
  }

  private static Frame next(String name) throws IOException {
    return read("next", name);
  }

  private static Frame read(String folder, String name) throws IOException {
    return FrameCodec.decode(Files.readAllBytes(FOLDER.resolve(folder).resolve(name + ".json")));
  }
}
