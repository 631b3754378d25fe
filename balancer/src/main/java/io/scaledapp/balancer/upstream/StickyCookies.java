package io.scaledapp.balancer.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.util.AsciiString;
import io.scaledapp.balancer.control.StickyCookiePolicy;
import io.scaledapp.balancer.control.StickyCookiePolicy.SameSite;
import io.scaledapp.balancer.control.StickyCookiePolicy.Secure;
import io.scaledapp.balancer.http1.Cookies;
import io.scaledapp.balancer.http1.RequestHead;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The sticky cookies of an app's endpoints. A value is 128 bits of HMAC-SHA256 of the endpoint's
 * id, so that it tells nothing of the endpoint, and only who has the key can make one. Immutable.
 *
 * <p>Values are looked up, and not compared in constant time: whoever guessed one had a place that
 * anybody has who asks without a cookie often enough.
 */
public final class StickyCookies implements Cookies.Reader<UpstreamEndpoint> {
  private static final String ALGORITHM = "HmacSHA256";

  /** RFC 2104 section 5: no less than half of the hash. */
  private static final int BYTES = 16;

  private final StickyCookiePolicy policy;
  private final List<UpstreamEndpoint> endpoints;

  /** In order, so that what clients send is found without making objects of it. */
  private final byte[][] values;

  /** Whose {@link #values} are. */
  private final UpstreamEndpoint[] owners;

  /**
   * @param known values of this policy, which are not computed anew
   */
  private StickyCookies(
      StickyCookiePolicy policy,
      List<UpstreamEndpoint> endpoints,
      Map<UpstreamEndpoint, byte[]> known) {
    this.policy = policy;
    this.endpoints = endpoints;
    var signed =
        endpoints.stream()
            .map(one -> new Signed(value(policy.key(), one.id(), known.get(one)), one))
            .sorted(Comparator.comparing(Signed::value, Arrays::compare))
            .toList();
    values = signed.stream().map(Signed::value).toArray(byte[][]::new);
    owners = signed.stream().map(Signed::endpoint).toArray(UpstreamEndpoint[]::new);
  }

  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  private record Signed(byte[] value, UpstreamEndpoint endpoint) {}

  /**
   * Those of the endpoints that take requests of their sessions; null if there are to be none.
   *
   * @param former returned if it is the same
   */
  static @Nullable StickyCookies of(
      @Nullable StickyCookiePolicy policy,
      List<UpstreamEndpoint> taking,
      @Nullable StickyCookies former) {
    if (policy == null || policy.key().isEmpty() || policy.name().isEmpty()) {
      return null;
    }
    if (former == null || !former.policy.equals(policy)) {
      return new StickyCookies(policy, taking, Map.of());
    }
    return former.endpoints.equals(taking)
        ? former
        : new StickyCookies(policy, taking, former.known());
  }

  private Map<UpstreamEndpoint, byte[]> known() {
    var known = new IdentityHashMap<UpstreamEndpoint, byte[]>();
    for (int i = 0; i < owners.length; i++) {
      known.put(owners[i], values[i]);
    }
    return known;
  }

  /** The endpoint of the first cookie that one signed; null if there is none, or it is gone. */
  @Nullable UpstreamEndpoint find(RequestHead head) {
    return Cookies.first(head, policy.name(), this);
  }

  /** The endpoint whose value this is; any other bytes are nobody's. */
  @Override
  public @Nullable UpstreamEndpoint read(byte[] bytes, int start, int end) {
    int low = 0;
    int high = values.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      byte[] value = values[middle];
      int order = Arrays.compare(bytes, start, end, value, 0, value.length);
      if (order == 0) {
        return owners[middle];
      }
      if (order < 0) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return null;
  }

  /** Whether cookies differ by how their client came. */
  public boolean dependsOnTls() {
    return policy.secure() == Secure.AUTO;
  }

  /**
   * The value of a Set-Cookie that leads to the endpoint; null if that takes none of its sessions.
   *
   * @param overTls whether the client came by TLS
   */
  public @Nullable AsciiString setCookie(UpstreamEndpoint endpoint, boolean overTls) {
    for (int i = 0; i < owners.length; i++) {
      if (owners[i] == endpoint) {
        return line(new String(values[i], US_ASCII), overTls);
      }
    }
    return null;
  }

  private AsciiString line(String value, boolean overTls) {
    boolean secure =
        policy.secure() == Secure.ALWAYS || (policy.secure() == Secure.AUTO && overTls);
    var line = new StringBuilder(policy.name()).append('=').append(value);
    line.append("; Path=").append(policy.path());
    long seconds = policy.maxAge().toSeconds();
    if (seconds > 0) {
      line.append("; Max-Age=").append(seconds);
    }
    line.append("; HttpOnly");
    if (secure) {
      line.append("; Secure");
    }
    // Without Secure clients would not take None at all.
    if (secure || policy.sameSite() != SameSite.NONE) {
      line.append("; SameSite=").append(policy.sameSite().value());
    }
    return new AsciiString(line);
  }

  private static byte[] value(String key, String id, byte @Nullable [] known) {
    if (known != null) {
      return known;
    }
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.getBytes(UTF_8), ALGORITHM));
      byte[] whole = mac.doFinal(id.getBytes(UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encode(Arrays.copyOf(whole, BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
