package io.scaledapp.operator.app.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.Timeouts;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteClashesTest {

  @Test
  void theFirstKeepsTheHostAndTheOtherSaysWhoHasIt() {
    var clashes =
        RouteClashes.of(
            List.of(
                route("a/shop", List.of("shop.example.com"), List.of("/")),
                route("b/shop", List.of("shop.example.com"), List.of("/"))));

    assertThat(clashes)
        .containsOnlyKeys("b/shop")
        .containsEntry("b/shop", "shop.example.com/ is taken by a/shop, which is older");
  }

  @Test
  void differentPathsOfOneHostDoNotClash() {
    assertThat(
            RouteClashes.of(
                List.of(
                    route("a/shop", List.of("example.com"), List.of("/")),
                    route("a/cart", List.of("example.com"), List.of("/cart")))))
        .isEmpty();
  }

  @Test
  void appThatSpeaksTcpHasNoHostToClash() {
    var hosts = List.of("example.com");
    var tcp = route("a/mail", hosts, List.of("/")).withProtocol(AppRoute.Protocol.TCP);
    assertThat(RouteClashes.of(List.of(tcp, route("a/shop", hosts, List.of("/"))))).isEmpty();
  }

  @Test
  void anAppDoesNotClashWithItself() {
    assertThat(
            RouteClashes.of(
                List.of(route("a/shop", List.of("example.com", "example.com"), List.of("/")))))
        .isEmpty();
  }

  private static AppRoute route(String app, List<String> hosts, List<String> prefixes) {
    return new AppRoute(
        app,
        hosts,
        prefixes,
        0,
        AppRoute.Policy.ROUND_ROBIN,
        0,
        QueueLimits.DEFAULT,
        Timeouts.DEFAULT,
        List.of());
  }
}
