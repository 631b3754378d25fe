package io.scaledapp.balancer.cache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.scaledapp.balancer.control.CachePolicy;
import io.scaledapp.balancer.http1.HeadLimits;
import io.scaledapp.balancer.http1.RequestHead;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What apps keep, and how much of it. */
class SharedCacheTest {
  private static final long KIB = 1024;
  private static final String[] FRESH = {"Cache-Control: max-age=60", "Content-Length: 1000"};

  private final SharedCache shared = new SharedCache(100 * KIB, 50 * KIB, () -> 0);

  private AppCache cache(long maxBytes) {
    return cache(new CachePolicy(maxBytes, maxBytes, List.of("session"), List.of("x-preview")));
  }

  private AppCache cache(CachePolicy policy) {
    var cache = Objects.requireNonNull(shared.of(policy, null));
    shared.settle();
    return cache;
  }

  private static CacheTransaction begin(AppCache cache, RequestHead head) {
    return CacheTransaction.begin(cache, head, false, "", true, 0);
  }

  private static RequestHead get(String path, String... lines) {
    var head = new RequestHead(HeadLimits.DEFAULT);
    String text = "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + String.join("\r\n", lines);
    head.read(Unpooled.copiedBuffer(text + (lines.length == 0 ? "\r\n" : "\r\n\r\n"), ISO_8859_1));
    return head;
  }

  private static void store(AppCache cache, RequestHead request, String... lines) {
    var transaction = begin(cache, request);
    assertThat(transaction.stores(Heads.response(200, lines), true, 0)).isTrue();
    ByteBuf body = Unpooled.wrappedBuffer(new byte[1000]);
    transaction.body(body);
    transaction.finish(0);
    transaction.end();
  }

  private static boolean has(AppCache cache, RequestHead head) {
    return begin(cache, head).served() != null;
  }

  @Test
  void responseIsThereForTheSameRequestAndNoOther() {
    var cache = cache(10 * KIB);
    store(cache, get("/a?b"), FRESH);
    assertThat(has(cache, get("/a?b"))).isTrue();
    assertThat(has(cache, get("/a"))).isFalse();
    assertThat(has(cache, get("/a?B"))).isFalse();
    assertThat(CacheTransaction.begin(cache, get("/a?b"), true, "", true, 0).served()).isNull();
    assertThat(CacheTransaction.begin(cache, get("/a?b"), false, "b", true, 0).served()).isNull();
    assertThat(CacheTransaction.begin(cache, get("/a?b"), false, "", false, 0).served()).isNull();
    assertThat(has(cache, get("/a?b", "Range: bytes=0-1"))).isFalse();
    assertThat(has(cache, get("/a?b", "Cookie: session=1"))).isFalse();
    assertThat(has(cache, get("/a?b", "X-Preview: 1"))).isFalse();
    assertThat(has(cache, get("/a?b", "Pragma: no-cache"))).isFalse();
    assertThat(has(cache, get("/a?b", "Pragma: no-cache", "Cache-Control: max-stale"))).isTrue();
    assertThat(has(cache, get("/a?b", "Cookie: other=1", "Authorization: x"))).isTrue();
  }

  @Test
  void responsesThatVaryAreKeptBesideEachOther() {
    var cache = cache(50 * KIB);
    var lines = new String[] {FRESH[0], FRESH[1], "Vary: Accept-Language"};
    store(cache, get("/", "Accept-Language: de"), lines);
    store(cache, get("/", "Accept-Language: en", "Accept-Language: fr"), lines);
    assertThat(has(cache, get("/", "Accept-Language: de"))).isTrue();
    assertThat(has(cache, get("/", "accept-language: en, fr"))).isTrue();
    assertThat(has(cache, get("/", "Accept-Language: en"))).isFalse();
    assertThat(has(cache, get("/"))).isFalse();
    store(cache, get("/"), lines);
    assertThat(has(cache, get("/"))).isTrue();
  }

  @Test
  void oldestOfTooManyVariantsGoes() {
    var cache = cache(90 * KIB);
    var lines = new String[] {FRESH[0], FRESH[1], "Vary: Accept-Language"};
    for (int i = 0; i <= Variants.MAX; i++) {
      store(cache, get("/", "Accept-Language: " + i), lines);
    }
    assertThat(has(cache, get("/", "Accept-Language: 0"))).isFalse();
    assertThat(has(cache, get("/", "Accept-Language: 1"))).isTrue();
    assertThat(has(cache, get("/", "Accept-Language: " + Variants.MAX))).isTrue();
  }

  @Test
  void anAppKeepsNoMoreThanItMay() {
    var cache = cache(10 * KIB);
    for (int i = 0; i < 100; i++) {
      store(cache, get("/" + i), FRESH);
    }
    assertThat(shared.bytes()).isBetween(5 * KIB, 10 * KIB);
  }

  @Test
  void allAppsTogetherKeepNoMoreThanThereIs() {
    var caches = List.of(cache(100 * KIB), cache(100 * KIB), cache(200 * KIB));
    for (int i = 0; i < 300; i++) {
      for (AppCache cache : caches) {
        store(cache, get("/" + i), FRESH);
      }
    }
    assertThat(shared.bytes()).isBetween(80 * KIB, 100 * KIB);
    assertThat(caches.getFirst().entries().bytes()).isLessThanOrEqualTo(25 * KIB);

    shared.drop(caches.get(2));
    shared.drop(caches.get(1));
    shared.settle();
    for (int i = 0; i < 300; i++) {
      store(caches.getFirst(), get("/" + i), FRESH);
    }
    assertThat(shared.bytes()).isBetween(80 * KIB, 100 * KIB);
  }

  @Test
  void samePolicyKeepsWhatIsThereAndAnotherBeginsAnew() {
    var cache = cache(10 * KIB);
    store(cache, get("/"), FRESH);
    assertThat(shared.of(cache.policy(), cache)).isSameAs(cache);
    var other = shared.of(CachePolicy.DEFAULT, cache);
    shared.settle();
    assertThat(other).isNotNull().isNotSameAs(cache);
    assertThat(shared.bytes()).isZero();
    assertThat(shared.of(null, other)).isNull();
  }

  @Test
  void bodiesOnTheirWayAreBoundedToo() {
    var cache = cache(90 * KIB);
    var first = begin(cache, get("/1"));
    var second = begin(cache, get("/2"));
    var head = Heads.response(200, FRESH[0], "Transfer-Encoding: chunked");
    ByteBuf body = Unpooled.wrappedBuffer(new byte[(int) (30 * KIB)]);
    for (var transaction : List.of(first, second)) {
      assertThat(transaction.stores(head, true, 0)).isTrue();
      transaction.body(body);
    }
    second.finish(0);
    first.finish(0);
    assertThat(has(cache, get("/1"))).isTrue();
    assertThat(has(cache, get("/2"))).isFalse();
    assertThat(shared.collected().used()).isZero();
  }

  @Test
  void bodyThatIsTooLargeIsNotKept() {
    var cache = cache(10 * KIB);
    var told = begin(cache, get("/"));
    assertThat(told.stores(Heads.response(200, FRESH[0], "Content-Length: " + 11 * KIB), true, 0))
        .isFalse();
    var untold = begin(cache, get("/"));
    assertThat(untold.stores(Heads.response(200, FRESH[0]), true, 0)).isTrue();
    untold.body(Unpooled.wrappedBuffer(new byte[(int) (11 * KIB)]));
    untold.finish(0);
    assertThat(has(cache, get("/"))).isFalse();
    assertThat(shared.collected().used()).isZero();
  }
}
