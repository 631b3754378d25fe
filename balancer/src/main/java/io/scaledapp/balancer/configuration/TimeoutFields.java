package io.scaledapp.balancer.configuration;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long a client may take. A field that is left out leaves things as they are. */
record TimeoutFields(
    @Meaning("From the first byte of a request head to its last; after it 408. Default: 10s.")
        @Nullable Duration head,
    @Meaning("How long a connection without a request stays open. Default: 75s.")
        @Nullable Duration idle) {

  static final TimeoutFields DEFAULT = new TimeoutFields(null, null);
}
