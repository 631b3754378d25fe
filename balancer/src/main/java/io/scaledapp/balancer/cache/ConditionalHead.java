package io.scaledapp.balancer.cache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.scaledapp.balancer.http1.RequestHead;

/** Writes a request that asks whether a stored response still holds (RFC 9111 section 4.3.1). */
final class ConditionalHead {
  private ConditionalHead() {}

  /** Writes the client's head with the stored response's validators in place of its own. */
  static void write(RequestHead head, Validators validators, ByteBuf out) {
    byte[] bytes = head.bytes();
    out.writeBytes(bytes, 0, head.line().end());
    for (int field = 0; field < head.fieldCount(); field++) {
      if (!head.isNamed(field, "if-none-match") && !head.isNamed(field, "if-modified-since")) {
        int start = head.nameStart(field);
        out.writeBytes(bytes, start, head.lineEnd(field) - start);
      }
    }
    line("If-None-Match: ", validators.entityTag(), out);
    line("If-Modified-Since: ", validators.lastModified(), out);
    out.writeCharSequence("\r\n", ISO_8859_1);
  }

  private static void line(String name, String value, ByteBuf out) {
    if (!value.isEmpty()) {
      out.writeCharSequence(name + value + "\r\n", ISO_8859_1);
    }
  }
}
