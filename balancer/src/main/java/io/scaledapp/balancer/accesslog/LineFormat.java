package io.scaledapp.balancer.accesslog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Writes requests as lines. Whatever clients send stays within its line and its field. */
interface LineFormat {

  /** Appends one line with its end. */
  void append(AccessEntry entry, ByteArrayOutputStream out) throws IOException;

  static LineFormat of(AccessLogOptions options) {
    return switch (options.format()) {
      case JSON -> new JsonFormat(options.query());
      case COMBINED -> new CombinedFormat(options.query());
    };
  }
}
