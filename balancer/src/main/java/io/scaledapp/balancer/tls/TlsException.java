package io.scaledapp.balancer.tls;

import java.io.IOException;
import java.nio.file.Path;

/** A certificate or key that cannot be used: the message names the file and the reason. */
public final class TlsException extends IOException {
  private static final long serialVersionUID = 1L;

  TlsException(Path file, String reason) {
    super(file + ": " + reason);
  }
}
