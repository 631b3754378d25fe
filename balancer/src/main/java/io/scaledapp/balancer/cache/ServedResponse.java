package io.scaledapp.balancer.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;

/**
 * A stored response as one client gets it.
 *
 * @param notModified whether it has the response already, and gets 304
 * @param cacheStatus the line that tells how it came to that, without its end
 */
public record ServedResponse(StoredResponse stored, boolean notModified, String cacheStatus) {

  static ServedResponse of(StoredResponse stored, RequestFacts request, String cacheStatus) {
    boolean matches =
        stored.status() == 200
            && stored
                .validators()
                .matchConditions(request.ifNoneMatch(), request.ifModifiedSince());
    return new ServedResponse(stored, matches, cacheStatus);
  }

  /** Bytes of the body that follows the head in answer to a GET. */
  public int length() {
    return notModified ? 0 : stored.length();
  }

  /** A part of the body, which is not copied. */
  public ByteBuf body(int start, int length) {
    return stored.body(start, length);
  }

  /**
   * Writes the whole head, as HTTP/1.1 has it.
   *
   * @param now nanoseconds
   */
  public void writeHead(long now, ByteBuf out) {
    out.writeBytes(notModified ? stored.notModified() : stored.lines());
    if (!notModified && stored.status() != 204) {
      out.writeCharSequence("Content-Length: " + stored.length() + "\r\n", US_ASCII);
    }
    out.writeCharSequence("Age: " + stored.age(now) + "\r\n", US_ASCII);
    out.writeCharSequence(cacheStatus + "\r\n\r\n", US_ASCII);
  }
}
