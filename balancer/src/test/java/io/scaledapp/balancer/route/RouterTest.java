package io.scaledapp.balancer.route;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.RoutingTable;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {
  private final Router router =
      Router.of(
          Routes.table(
              List.of(
                  Routes.app("shop", List.of("shop.example.com"), List.of("/")),
                  Routes.app("shop-api", List.of("shop.example.com"), List.of("/api", "/rpc/v2/")),
                  Routes.app("shop-admin", List.of("shop.example.com"), List.of("/api/admin")),
                  Routes.app("docs", List.of("docs.example.com"), List.of("/docs")),
                  Routes.app("tenants", List.of("*.example.com"), List.of("/")),
                  Routes.app("eu", List.of("*.eu.example.com"), List.of("/")),
                  Routes.app("six", List.of("[::1]"), List.of()),
                  Routes.app("anything", List.of(), List.of("/any", "/api")),
                  Routes.app("late", List.of("shop.example.com"), List.of("/api")))));

  @ParameterizedTest(name = "{0}{1} is answered by {2}")
  @CsvSource(
      nullValues = "nobody",
      textBlock =
          """
          shop.example.com,        /,               shop
          shop.example.com,        /index.html,     shop
          shop.example.com,        '',              shop
          shop.example.com,        ?x,              shop
          shop.example.com,        *,               shop
          shop.example.com,        /api,            shop-api
          shop.example.com,        /api/,           shop-api
          shop.example.com,        /api/x,          shop-api
          shop.example.com,        /api?x=/admin,   shop-api
          shop.example.com,        /apix,           shop
          shop.example.com,        /API,            shop
          shop.example.com,        /x?/api,         shop
          shop.example.com,        //api,           shop-api
          shop.example.com,        /api//admin,     shop-admin
          shop.example.com,        /%61pi,          shop-api
          shop.example.com,        /api%2Fadmin,    shop-admin
          shop.example.com,        /%2fapi,         shop-api
          shop.example.com,        /api%3fx,        shop
          shop.example.com,        /api%,           shop
          shop.example.com,        /api%6,          shop
          shop.example.com,        /x?//api,        shop
          shop.example.com,        /api/x//y%20,    shop-api
          shop.example.com,        /api/admin,      shop-admin
          shop.example.com,        /api/admin/x,    shop-admin
          shop.example.com,        /api/administer, shop-api
          shop.example.com,        /rpc,            shop
          shop.example.com,        /rpc/v2,         shop-api
          shop.example.com,        /rpc/v2/x,       shop-api
          shop.example.com:8080,   /,               shop
          shop.example.com:,       /,               shop
          shop.example.com.,       /,               shop
          shop.example.com.:8080,  /,               shop
          SHOP.Example.COM,        /,               shop
          docs.example.com,        /docs,           docs
          docs.example.com,        /,               nobody
          docs.example.com,        /any,            nobody
          a.example.com,           /,               tenants
          a.b.example.com,         /,               tenants
          eu.example.com,          /,               tenants
          a.eu.example.com,        /,               eu
          A.EU.example.com:1,      /,               eu
          .example.com,            /any,            anything
          example.com,             /any,            anything
          example.com,             /api/x,          anything
          example.com,             /,               nobody
          notexample.com,          /any,            anything
          '',                      /any,            anything
          .,                       /any,            anything
          [::1],                   /,               six
          [::1]:8080,              /x,              six
          [::2]:8080,              /any,            anything
          [::1,                    /any,            anything
          """)
  void requestGoesToTheMostSpecificApp(String host, String path, String app) {
    AppRoute route = router.route(host, path);

    assertThat(route == null ? null : route.app()).isEqualTo(app);
  }

  @Test
  void tableWithoutAppsAnswersNobody() {
    assertThat(Router.of(RoutingTable.EMPTY).route("example.com", "/")).isNull();
  }

  @Test
  void hostsOfTheTableMayBeWrittenInAnyForm() {
    var router =
        Router.of(Routes.table(List.of(Routes.app("a", List.of("A.Example."), List.of()))));

    assertThat(router.route("a.example", "/")).isNotNull();
  }

  @Test
  void prefixMayBeWrittenWithEscapes() {
    var router =
        Router.of(
            Routes.table(
                List.of(
                    Routes.app("a", List.of("a.example"), List.of("/a%20b/%7Ec")),
                    Routes.app("b", List.of("a.example"), List.of("/caf\u00e9")))));

    assertThat(router.route("a.example", "/a%20b/~c/d")).isNotNull();
    assertThat(router.route("a.example", "/a%20b/c")).isNull();
    assertThat(router.route("a.example", "/caf%C3%A9")).isNotNull();
  }

  @Test
  void matchReadsOnlyItsOwnPartOfTheHead() {
    byte[] head = "GET /api/x HTTP/1.1\r\nHost: shop.example.com\r\n\r\n".getBytes(US_ASCII);
    var buffer = Unpooled.wrappedBuffer(head);

    assertThat(router.match(buffer, 27, 43, 4, 10)).isEqualTo(1);
    assertThat(router.match(buffer, 27, 43, 4, 5)).isZero();
    assertThat(buffer.readerIndex()).isZero();
    assertThat(buffer.refCnt()).isEqualTo(1);
  }

  @Test
  void thousandAppsAreToldApart() {
    var apps =
        IntStream.range(0, 1_000)
            .mapToObj(
                i -> Routes.app("app-" + i, List.of("h" + i / 10 + ".local"), List.of("/p" + i)))
            .toList();
    var router = Router.of(Routes.table(apps));

    for (int i = 0; i < apps.size(); i++) {
      assertThat(router.route("h" + i / 10 + ".local", "/p" + i + "/x")).isSameAs(apps.get(i));
    }
  }
}
