package io.scaledapp.balancer.cache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.scaledapp.balancer.http1.Ascii;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.http1.RequestLine;
import java.util.Arrays;

/**
 * The primary key of a response within its app's cache (RFC 9111 section 2): the target's URI as
 * the app is told of it, byte by byte. It has the scheme, Host, the host that a trusted proxy tells
 * of, path and query, since an app may write each of them into its response.
 */
final class CacheKey {
  private static final byte END = '\n';

  private final byte[] bytes;
  private final int hash;

  private CacheKey(byte[] bytes) {
    this.bytes = bytes;
    hash = Arrays.hashCode(bytes);
  }

  /**
   * Of a request for a path.
   *
   * @param secure whether the client came by TLS
   * @param host that it asked for by the word of trusted proxies
   */
  static CacheKey of(RequestHead head, boolean secure, String host) {
    RequestLine line = head.line();
    int field = head.hostField();
    int hostStart = field < 0 ? 0 : head.valueStart(field);
    int hostLength = field < 0 ? 0 : head.valueEnd(field) - hostStart;
    int targetLength = line.targetEnd() - line.pathStart();
    byte[] told = host.getBytes(ISO_8859_1);
    byte[] bytes = new byte[hostLength + told.length + targetLength + 3];
    bytes[0] = (byte) (secure ? 's' : 'p');
    int at = lowerCase(head.bytes(), hostStart, hostLength, bytes, 1);
    at = lowerCase(told, 0, told.length, bytes, at);
    System.arraycopy(head.bytes(), line.pathStart(), bytes, at, targetLength);
    return new CacheKey(bytes);
  }

  private static int lowerCase(byte[] from, int start, int length, byte[] to, int at) {
    for (int i = 0; i < length; i++) {
      to[at + i] = Ascii.toLowerCase(from[start + i]);
    }
    to[at + length] = END;
    return at + length + 1;
  }

  int weight() {
    return bytes.length + Entries.OVERHEAD;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CacheKey key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
