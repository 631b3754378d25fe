package io.scaledapp.balancer.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.AppRoute;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class RouterPropertyTest {

  @Property
  void routerAgreesWithTheRulesReadOffWordByWord(
      @ForAll("tables") List<AppRoute> apps,
      @ForAll("hosts") String host,
      @ForAll("paths") String path) {
    var router = Router.of(Routes.table(apps));

    assertThat(router.route(host, path)).isSameAs(expected(apps, host, path));
  }

  private static @Nullable AppRoute expected(List<AppRoute> apps, String host, String path) {
    boolean named = apps.stream().anyMatch(app -> app.hosts().contains(host));
    record Match(AppRoute app, String prefix) {}
    return apps.stream()
        .filter(app -> named ? app.hosts().contains(host) : app.hosts().isEmpty())
        .flatMap(app -> prefixes(app).map(prefix -> new Match(app, prefix)))
        .filter(match -> covers(match.prefix(), spelled(path)))
        .max(Comparator.comparingInt(match -> match.prefix().length()))
        .map(
            longest ->
                apps.stream()
                    .filter(app -> named ? app.hosts().contains(host) : app.hosts().isEmpty())
                    .filter(app -> prefixes(app).anyMatch(longest.prefix()::equals))
                    .findFirst()
                    .orElseThrow())
        .orElse(null);
  }

  private static Stream<String> prefixes(AppRoute app) {
    return app.pathPrefixes().stream().map(RouterPropertyTest::spelled);
  }

  /** The path as a replica reads it, without a slash at its end. */
  private static String spelled(String path) {
    return path.replaceAll("\\?.*", "")
        .replace("%2f", "/")
        .replace("%61", "a")
        .replaceAll("/+", "/")
        .replaceAll("/$", "");
  }

  private static boolean covers(String prefix, String path) {
    return path.equals(prefix) || path.startsWith(prefix + "/");
  }

  @Provide
  Arbitrary<List<AppRoute>> tables() {
    return Combinators.combine(
            hosts().list().ofMaxSize(2), prefixes().list().ofMinSize(1).ofMaxSize(3))
        .as((hosts, prefixes) -> Routes.app("app", hosts, prefixes))
        .list()
        .ofMaxSize(8);
  }

  @Provide
  Arbitrary<String> hosts() {
    return Arbitraries.of("a", "b", "a.b", "aa");
  }

  @Provide
  Arbitrary<String> paths() {
    return Combinators.combine(prefixes(), Arbitraries.of("", "?", "?/a", "/", "a", "/a?/b"))
        .as(String::concat);
  }

  private static Arbitrary<String> prefixes() {
    return Arbitraries.of("a", "b", "ab", "%2f", "%61", "")
        .list()
        .ofMaxSize(3)
        .map(segments -> "/" + String.join("/", segments));
  }
}
