package io.scaledapp.balancer.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.StickyCookiePolicy;
import io.scaledapp.balancer.control.StickyCookiePolicy.SameSite;
import io.scaledapp.balancer.control.StickyCookiePolicy.Secure;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StickyCookiesTest {
  private static final StickyCookiePolicy POLICY = policy("key", SameSite.LAX, Secure.AUTO);

  private static StickyCookiePolicy policy(String key, SameSite sameSite, Secure secure) {
    return new StickyCookiePolicy("id", "/", Duration.ZERO, sameSite, secure, key);
  }

  private static UpstreamEndpoint endpoint(String id) {
    var endpoint = new Endpoint(id, "10.0.0.1", 80, 1, Endpoint.State.READY);
    return new UpstreamEndpoint(endpoint, 1, (failed, failures) -> {});
  }

  private static List<UpstreamEndpoint> endpoints(int count) {
    return IntStream.range(0, count).mapToObj(i -> endpoint("shop-" + i)).toList();
  }

  private static StickyCookies cookies(
      StickyCookiePolicy policy, List<UpstreamEndpoint> endpoints) {
    return requireNonNull(StickyCookies.of(policy, endpoints, null));
  }

  private static String line(StickyCookies cookies, UpstreamEndpoint endpoint) {
    return requireNonNull(cookies.setCookie(endpoint, false)).toString();
  }

  private static String value(StickyCookies cookies, UpstreamEndpoint endpoint) {
    return line(cookies, endpoint).substring("id=".length()).split(";", 2)[0];
  }

  private static Object read(StickyCookies cookies, String value) {
    byte[] bytes = ("<" + value + ">").getBytes(ISO_8859_1);
    return String.valueOf(cookies.read(bytes, 1, bytes.length - 1));
  }

  @Property(tries = 50)
  void eachValueLeadsToItsEndpoint(@ForAll @IntRange(min = 1, max = 200) int count) {
    var endpoints = endpoints(count);
    var cookies = cookies(POLICY, endpoints);
    var values = new HashSet<String>();
    for (var endpoint : endpoints) {
      String value = value(cookies, endpoint);
      assertThat(value).matches("[-_A-Za-z0-9]{22}").doesNotContain(endpoint.id());
      assertThat(read(cookies, value)).isEqualTo(endpoint.toString());
      values.add(value);
    }
    assertThat(values).hasSize(count);
  }

  @Property
  void otherBytesLeadNowhere(@ForAll @StringLength(max = 30) String text) {
    assertThat(read(cookies(POLICY, endpoints(5)), text)).isEqualTo("null");
  }

  @Test
  void partOfAValueOrMoreThanItLeadsNowhere() {
    var endpoint = endpoint("a");
    var cookies = cookies(POLICY, List.of(endpoint));
    String value = value(cookies, endpoint);
    for (var other :
        List.of("", value.substring(1), value.substring(0, 21), value + "A", "\"" + value + "\"")) {
      assertThat(read(cookies, other)).isEqualTo("null");
    }
  }

  @Test
  void everyBalancerWithTheKeyMakesTheSameAndNoneWithAnother() {
    var here = endpoint("a");
    var there = endpoint("a");
    String value = value(cookies(POLICY, List.of(here)), here);
    assertThat(value(cookies(POLICY, List.of(endpoint("b"), there)), there)).isEqualTo(value);
    var other = POLICY.withKey("other");
    assertThat(value(cookies(other, List.of(here)), here)).isNotEqualTo(value);
  }

  @Test
  void valueIsThatOfTheVersionBefore() {
    // HMAC-SHA256("key", "a"), the first 16 bytes: python3 -c "import hmac, base64;
    // print(base64.urlsafe_b64encode(hmac.digest(b'key', b'a', 'sha256')[:16]))"
    var endpoint = endpoint("a");
    assertThat(value(cookies(POLICY, List.of(endpoint)), endpoint))
        .isEqualTo("eAw9tM495bnlWBb7qY9ZBg");
  }

  @Test
  void sameEndpointsKeepWhatWasComputedAndChangesAreSeen() {
    var endpoints = endpoints(3);
    var cookies = cookies(POLICY, endpoints);
    assertThat(StickyCookies.of(POLICY, List.copyOf(endpoints), cookies)).isSameAs(cookies);

    var fewer = requireNonNull(StickyCookies.of(POLICY, endpoints.subList(1, 3), cookies));

    var gone = endpoints.getFirst();
    assertThat(read(fewer, value(cookies, gone))).isEqualTo("null");
    assertThat((Object) fewer.setCookie(gone, true)).isNull();
    assertThat(value(fewer, endpoints.get(1))).isEqualTo(value(cookies, endpoints.get(1)));
    var rekeyed = StickyCookies.of(POLICY.withKey("new"), endpoints, cookies);
    assertThat(value(requireNonNull(rekeyed), gone)).isNotEqualTo(value(cookies, gone));
  }

  @Test
  void withoutAKeyThereAreNone() {
    assertThat(StickyCookies.of(POLICY.withKey(""), endpoints(2), null)).isNull();
    assertThat(StickyCookies.of(null, endpoints(2), null)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "LAX, AUTO, false, ; HttpOnly; SameSite=Lax",
    "LAX, AUTO, true, ; HttpOnly; Secure; SameSite=Lax",
    "STRICT, NEVER, true, ; HttpOnly; SameSite=Strict",
    "STRICT, ALWAYS, false, ; HttpOnly; Secure; SameSite=Strict",
    "NONE, AUTO, true, ; HttpOnly; Secure; SameSite=None",
    "NONE, AUTO, false, ; HttpOnly",
  })
  void attributesAreThoseOfThePolicy(
      SameSite sameSite, Secure secure, boolean overTls, String attributes) {
    var endpoint = endpoint("a");
    var cookies = cookies(policy("key", sameSite, secure), List.of(endpoint));
    var line = requireNonNull(cookies.setCookie(endpoint, overTls)).toString();
    assertThat(line).isEqualTo("id=" + value(cookies, endpoint) + "; Path=/" + attributes);
  }

  @Test
  void pathAndAgeAreThoseOfThePolicy() {
    var endpoint = endpoint("a");
    var policy =
        new StickyCookiePolicy(
            "cart", "/shop", Duration.ofHours(8), SameSite.LAX, Secure.NEVER, "key");
    assertThat(line(cookies(policy, List.of(endpoint)), endpoint))
        .startsWith("cart=")
        .endsWith("; Path=/shop; Max-Age=28800; HttpOnly; SameSite=Lax");
  }

  @Test
  void keyIsNotTold() {
    assertThat(POLICY.withKey("secret").toString()).doesNotContain("secret");
  }
}
