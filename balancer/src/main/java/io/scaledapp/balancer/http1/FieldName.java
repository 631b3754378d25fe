package io.scaledapp.balancer.http1;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Locale;

/** The field names that mean something to the balancer; every other one is {@link #OTHER}. */
public enum FieldName {
  OTHER(Role.END_TO_END),
  HOST(Role.GUARDED),
  CONTENT_LENGTH(Role.GUARDED),
  TRANSFER_ENCODING(Role.GUARDED),
  EXPECT(Role.GUARDED),
  AUTHORIZATION(Role.GUARDED),
  COOKIE(Role.GUARDED),
  SET_COOKIE(Role.GUARDED),
  CONTENT_TYPE(Role.GUARDED),
  CONTENT_ENCODING(Role.GUARDED),
  CONTENT_RANGE(Role.GUARDED),
  CACHE_CONTROL(Role.GUARDED),
  RANGE(Role.GUARDED),
  LOCATION(Role.GUARDED),
  CONNECTION(Role.HOP_BY_HOP),
  KEEP_ALIVE(Role.HOP_BY_HOP),
  PROXY_CONNECTION(Role.HOP_BY_HOP),
  TE(Role.HOP_BY_HOP),
  UPGRADE(Role.HOP_BY_HOP),
  HTTP2_SETTINGS(Role.HOP_BY_HOP),
  TRAILER(Role.END_TO_END),
  TRACEPARENT(Role.END_TO_END),
  TRACESTATE(Role.END_TO_END),
  FORWARDED(Role.FORWARDED),
  X_REAL_IP(Role.FORWARDED),
  X_FORWARDED_FOR(Role.FORWARDED),
  X_FORWARDED_HOST(Role.FORWARDED),
  X_FORWARDED_PORT(Role.FORWARDED),
  X_FORWARDED_PROTO(Role.FORWARDED),
  X_FORWARDED_CLIENT_CERT(Role.FORWARDED),
  /** Any further {@code X-Forwarded-*} such as Prefix or Ssl, and those above with underscores. */
  X_FORWARDED_OTHER(Role.FORWARDED);

  /** What an intermediary does with a field (RFC 9110 section 7.6.1). */
  public enum Role {
    /** Passes, unless {@code Connection} nominates it. */
    END_TO_END,
    /** Passes; neither may {@code Connection} nominate it nor a trailer section hold it. */
    GUARDED,
    /** Ends at the balancer; what goes on is written anew. */
    HOP_BY_HOP,
    /** Tells of the client's side; passes from trusted proxies only. */
    FORWARDED
  }

  private static final byte[] X_FORWARDED_PREFIX = "x-forwarded-".getBytes(US_ASCII);
  private static final FieldName[][] BY_LENGTH = byLength();

  private final Role role;

  @SuppressWarnings("ImmutableEnumChecker") // Never changed; an array, since bytes are compared.
  private final byte[] lowerCase;

  FieldName(Role role) {
    this.role = role;
    lowerCase = name().toLowerCase(Locale.ROOT).replace('_', '-').getBytes(US_ASCII);
  }

  public Role role() {
    return role;
  }

  /**
   * Whether somebody may set, add or remove the field on its way, and the message be framed and
   * routed as it was, and tell of its client what is true.
   *
   * @param lowerCase a token
   */
  public static boolean mayBeEdited(String lowerCase) {
    byte[] bytes = lowerCase.getBytes(US_ASCII);
    FieldName name = of(bytes, 0, bytes.length);
    boolean isKept =
        switch (name) {
          case HOST,
              CONTENT_LENGTH,
              TRANSFER_ENCODING,
              EXPECT,
              CONTENT_ENCODING,
              TRAILER,
              TRACEPARENT,
              TRACESTATE ->
              true;
          default -> name.role == Role.HOP_BY_HOP || name.role == Role.FORWARDED;
        };
    // What a handshake of WebSocket consists of (RFC 6455 section 11.3).
    return !isKept && !lowerCase.startsWith("sec-websocket-");
  }

  /** The name that a text of ASCII spells, in any case. */
  public static FieldName of(String name) {
    byte[] bytes = name.getBytes(US_ASCII);
    return of(bytes, 0, bytes.length);
  }

  /** The name that the bytes from {@code start} to {@code end} spell, in any case. */
  static FieldName of(byte[] bytes, int start, int end) {
    int length = end - start;
    if (length < BY_LENGTH.length) {
      for (FieldName candidate : BY_LENGTH[length]) {
        if (Ascii.equalsIgnoreCase(bytes, start, end, candidate.lowerCase)) {
          return candidate;
        }
      }
    }
    return isForwardedLookAlike(bytes, start, end) ? X_FORWARDED_OTHER : OTHER;
  }

  /** CGI-like servers take {@code _} for {@code -}, so that X_Real_IP is X-Real-IP to them. */
  private static boolean isForwardedLookAlike(byte[] bytes, int start, int end) {
    if (end - start < X_REAL_IP.lowerCase.length || (bytes[start] | 0x20) != 'x') {
      return false;
    }
    return matches(bytes, start, start + X_FORWARDED_PREFIX.length, end, X_FORWARDED_PREFIX)
        || matches(bytes, start, end, end, X_REAL_IP.lowerCase);
  }

  private static boolean matches(byte[] bytes, int start, int to, int end, byte[] lowerCase) {
    if (to > end || to - start != lowerCase.length) {
      return false;
    }
    for (int i = 0; i < lowerCase.length; i++) {
      byte b = Ascii.toLowerCase(bytes[start + i]);
      if ((b == '_' ? '-' : b) != lowerCase[i]) {
        return false;
      }
    }
    return true;
  }

  private static FieldName[][] byLength() {
    var known =
        Arrays.stream(values()).filter(name -> name != OTHER && name != X_FORWARDED_OTHER).toList();
    int longest = known.stream().mapToInt(name -> name.lowerCase.length).max().orElseThrow();
    var table = new FieldName[longest + 1][];
    for (int length = 0; length <= longest; length++) {
      int wanted = length;
      table[length] =
          known.stream().filter(name -> name.lowerCase.length == wanted).toArray(FieldName[]::new);
    }
    return table;
  }
}
