package io.scaledapp.balancer.cache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.Unpooled;
import io.scaledapp.balancer.http1.HeadLimits;
import io.scaledapp.balancer.http1.MessageHead.Progress;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.http1.ResponseHead;

/** Heads of which a test writes the lines alone. */
final class Heads {
  private Heads() {}

  static RequestHead request(String... lines) {
    var head = new RequestHead(HeadLimits.DEFAULT);
    String text = "GET / HTTP/1.1\r\nHost: a\r\n" + lines(lines);
    if (head.read(Unpooled.copiedBuffer(text, ISO_8859_1)) != Progress.COMPLETE) {
      throw new AssertionError("no head: " + text);
    }
    return head;
  }

  static ResponseHead response(int status, String... lines) {
    return response("HTTP/1.1 " + status + " \r\n" + lines(lines));
  }

  static ResponseHead response(String text) {
    var head = new ResponseHead(HeadLimits.DEFAULT);
    if (head.read(Unpooled.copiedBuffer(text, ISO_8859_1)) != Progress.COMPLETE) {
      throw new AssertionError("no head: " + text);
    }
    return head;
  }

  private static String lines(String... lines) {
    return lines.length == 0 ? "\r\n" : String.join("\r\n", lines) + "\r\n\r\n";
  }
}
