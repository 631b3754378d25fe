package io.scaledapp.balancer.control.wire;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Bytes that are no frame; the connection that they came on is of no more use. */
public final class FrameException extends IOException {
  private static final long serialVersionUID = 1;

  FrameException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
