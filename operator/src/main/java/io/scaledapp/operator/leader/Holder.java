package io.scaledapp.operator.leader;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who holds a Lease, as its holder identity says. */
final class Holder {

  private Holder() {}

  /** Differs after each start, so that each leadership has a term of its own. */
  static String identity(String pod, UUID start) {
    return pod + "_" + start;
  }

  /** The pod of a holder; null if nobody holds it. */
  static @Nullable String pod(@Nullable String identity) {
    if (identity == null || identity.isEmpty()) {
      return null;
    }
    var end = identity.lastIndexOf('_');
    return end < 0 ? identity : identity.substring(0, end);
  }
}
