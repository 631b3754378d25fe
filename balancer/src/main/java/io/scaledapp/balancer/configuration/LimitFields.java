package io.scaledapp.balancer.configuration;

import org.jspecify.annotations.Nullable;

/** What bounds a client. A field that is left out leaves things as they are. */
record LimitFields(
    @Meaning("Client connections open at once; one more gets 503. Default: 10000.")
        @Range(min = 1, max = 1_000_000)
        @Nullable Integer maxConnections,
    @Meaning(
            "Bytes of a request line or status line; a longer request line gets 414. Default: 8192.")
        @Range(min = 16, max = 65_536)
        @Nullable Integer startLineBytes,
    @Meaning(
            "Bytes of a whole head, at least those of its first line; a larger request head gets"
                + " 431. Default: 16384.")
        @Range(min = 1_024, max = 1_048_576)
        @Nullable Integer headBytes,
    @Meaning("Header fields of a head; more in a request get 431. Default: 100.")
        @Range(min = 1, max = 10_000)
        @Nullable Integer headerFields) {

  static final LimitFields DEFAULT = new LimitFields(null, null, null, null);
}
