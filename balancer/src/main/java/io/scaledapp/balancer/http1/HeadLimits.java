package io.scaledapp.balancer.http1;

/**
 * How large a message head may be.
 *
 * @param startLine bytes of the request line or status line, without its line end; a longer request
 *     line gets 414
 * @param head bytes of the whole head with all line ends; a larger request head gets 431
 * @param fields header fields; more in a request get 431
 */
public record HeadLimits(int startLine, int head, int fields) {

  public static final HeadLimits DEFAULT = new HeadLimits(8 * 1024, 16 * 1024, 100);

  public HeadLimits {
    if (startLine < 16 || head < startLine || fields < 1) {
      throw new IllegalArgumentException(
          "head limits must be startLine >= 16, head >= startLine, fields >= 1, but are startLine="
              + startLine
              + ", head="
              + head
              + ", fields="
              + fields);
    }
  }
}
