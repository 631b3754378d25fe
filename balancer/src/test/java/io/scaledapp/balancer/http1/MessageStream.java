package io.scaledapp.balancer.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.scaledapp.balancer.http1.MessageHead.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The messages of one connection, as the parsers find them in reads of any size. Each is its start
 * line, its fields and its content in words; {@link #end} tells how the connection goes on after
 * the last whole one.
 */
abstract class MessageStream<H extends MessageHead> {

  /** Few and small, so that a fuzzer comes to every limit. */
  static final HeadLimits LIMITS = new HeadLimits(120, 400, 8);

  final List<String> messages = new ArrayList<>();
  String end = "nothing more";
  private final BodyReader body = new BodyReader(LIMITS);
  private final H head;
  private String described = "";
  private final StringBuilder content = new StringBuilder();
  private boolean inBody;
  private boolean over;

  MessageStream(H head) {
    this.head = head;
  }

  /** Begins the body that the head announces; returns whether a message follows it. */
  abstract boolean begin(H head, BodyReader body);

  /** The start line of a whole head. */
  abstract String startLine(H head);

  final MessageStream<H> readAll(List<ByteBuf> reads) {
    for (ByteBuf read : reads) {
      while (read.isReadable() && !over) {
        if (inBody) {
          readBody(read);
        } else {
          readHead(read);
        }
      }
    }
    return this;
  }

  private void readHead(ByteBuf in) {
    switch (head.read(in)) {
      case INCOMPLETE -> leftOver(in, "a head that is not whole");
      // Of two faults the one that is told depends on the reads.
      case REFUSED -> stop("a refused head");
      case COMPLETE -> {
        described = describe();
        boolean more = begin(head, body);
        head.clear();
        content.setLength(0);
        end = described + " with ";
        inBody = true;
        over = !more;
        if (body.isComplete()) {
          finish();
        }
      }
    }
  }

  private void readBody(ByteBuf in) {
    Progress progress = body.read(in, this::pass);
    switch (progress) {
      case INCOMPLETE -> leftOver(in, described + " with " + content);
      // How much passes before a refusal depends on the reads.
      case REFUSED -> stop("a refused body");
      case COMPLETE -> finish();
    }
  }

  private void pass(ByteBuf bytes) {
    content.append(bytes.toString(ISO_8859_1));
    bytes.release();
  }

  private void finish() {
    messages.add(described + " with " + content);
    end = "nothing more";
    inBody = false;
  }

  private void leftOver(ByteBuf in, String what) {
    if (in.isReadable()) {
      throw new AssertionError("bytes were left although more are needed: " + what);
    }
    end = what;
  }

  private void stop(String why) {
    end = why;
    over = true;
  }

  private String describe() {
    var fields = new ArrayList<String>();
    for (int i = 0; i < head.fieldCount(); i++) {
      String name = head.string(head.nameStart(i), head.nameEnd(i)).toLowerCase(Locale.ROOT);
      fields.add(name + "=" + head.value(i));
    }
    return startLine(head) + " " + fields;
  }

  /** What a client sends. */
  static final class OfRequests extends MessageStream<RequestHead> {
    OfRequests() {
      super(new RequestHead(LIMITS));
    }

    @Override
    boolean begin(RequestHead head, BodyReader body) {
      if (head.chunked()) {
        body.beginChunked(false);
      } else {
        body.beginLength(head.contentLength());
      }
      return true;
    }

    @Override
    String startLine(RequestHead head) {
      var line = head.line();
      return head.string(line.start(), line.targetEnd()) + " HTTP/1." + head.minorVersion();
    }
  }

  /** What a replica sends on one request. */
  static final class OfResponses extends MessageStream<ResponseHead> {
    private final Method method;

    OfResponses(Method method) {
      super(new ResponseHead(LIMITS));
      this.method = method;
    }

    @Override
    boolean begin(ResponseHead head, BodyReader body) {
      if (!head.hasBody(method)) {
        body.beginNone();
      } else if (head.chunked()) {
        body.beginChunked(false);
      } else if (head.contentLength() >= 0) {
        body.beginLength(head.contentLength());
      } else {
        body.beginUntilClose();
      }
      return true;
    }

    @Override
    String startLine(ResponseHead head) {
      return String.valueOf(head.status());
    }
  }
}
